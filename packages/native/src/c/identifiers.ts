declare const kind: unique symbol;

/**
 * An identifier of HDF5. C has one type for all of them; the kind keeps a dataset's from being passed where a file's is
 * asked for, which HDF5 would only notice at run time.
 */
export type Identifier<Kind extends string = string> = bigint & { readonly [kind]: Kind };

export type FileId = Identifier<'file'>;
export type GroupId = Identifier<'group'>;
export type DatasetId = Identifier<'dataset'>;
export type AttributeId = Identifier<'attribute'>;
export type DataspaceId = Identifier<'dataspace'>;
export type DatatypeId = Identifier<'datatype'>;
export type PropertyListId = Identifier<'property list'>;
export type PropertyClassId = Identifier<'property class'>;
export type ErrorStackId = Identifier<'error stack'>;
export type MessageId = Identifier<'message'>;

/** What a path can be relative to. */
export type LocationId = FileId | GroupId | DatasetId;
