/**
 * What an implementation can do beyond the part of the interface that every one has.
 *
 * Each entry is checked both ways by the conformance suite: what is claimed must work, and what is not claimed must be
 * refused at once with the code `UNSUPPORTED`, naming the capability.
 */
export interface Capabilities {
  /** Create datasets and attributes of booleans. */
  readonly createBoolean: boolean;
  /** Create datasets and attributes of enumerations. */
  readonly createEnum: boolean;
  /** Create datasets and attributes of array elements. */
  readonly createArray: boolean;
  /** Create datasets and attributes of opaque bytes. */
  readonly createOpaque: boolean;
  /** Create datasets and attributes of bit fields. */
  readonly createBitfield: boolean;
  /** Create datasets of variable-length sequences; where not, start the file from a skeleton that has them. */
  readonly createVariableLength: boolean;
  /** Create datasets and attributes of 16-bit floats. */
  readonly createFloat16: boolean;
  /** Create datasets and attributes of big-endian numbers. */
  readonly createBigEndian: boolean;
  /** Create datasets and attributes with a null dataspace (`shape: null`). */
  readonly createNullDataspace: boolean;
  /**
   * Create fixed-length text with any padding. Every backend creates ASCII text that is null-terminated and UTF-8 text
   * that is space-padded.
   */
  readonly createStringPadding: boolean;
  /** Create datasets whose unwritten elements read as a given value instead of zero. */
  readonly createFillValue: boolean;
  /** Create datasets with several filters in a row, for example shuffle and deflate. */
  readonly createFilterPipeline: boolean;
  /** Tell the fill value of an existing dataset. */
  readonly readFillValue: boolean;
  /** Tell enum values beyond 32 bits; where not, such members are left out of the dtype (the data are right). */
  readonly readWideEnumMembers: boolean;
  /** Tell the tag of an opaque dtype; where not, the tag is empty. */
  readonly readOpaqueTag: boolean;
  /** Remove links from groups. */
  readonly deleteLink: boolean;
  /** Read chunks as stored, and ask where they are. */
  readonly readChunk: boolean;
  /** Write chunks as they shall be stored. */
  readonly writeChunk: boolean;
}

/** Name of a capability. */
export type CapabilityName = keyof Capabilities;
