import type { Dtype } from '@h5tail/adapter';
import { readStoredAttributeDatatype, readStoredDatatype } from '@h5tail/local-file';
import { holdingFile } from '@h5tail/local-file/objects';
import { completeDtype, mayLackSomething } from './complete-dtype.js';
import type { WasmObjects } from './wasm-objects.js';

/**
 * The dtype of a dataset, a named datatype or, with a name, of one of an object's attributes.
 *
 * h5wasm does not tell how many of its bits a number uses, and reads all of them as the number: an `int16` of 12 bits
 * with the value -1 arrives as 4095, with no error. It also clamps the values of enumerations and keeps the tags of
 * opaque types to itself. So the stored datatype is read from the object's header, without HDF5. Where that cannot be
 * read with certainty, what h5wasm told stays.
 *
 * @param told What h5wasm tells.
 */
export function storedDtype(objects: WasmObjects, path: string, told: Dtype, attribute?: string): Dtype {
  if (!mayLackSomething(told)) return told;
  const address = objectAddress(objects, path);
  if (address === undefined) return told;
  const file = holdingFile(objects, path);
  const stored =
    attribute === undefined ? readStoredDatatype(file, address) : readStoredAttributeDatatype(file, address, attribute);
  return (stored && completeDtype(told, stored)) ?? told;
}

/** An object reference is the address of the object's header, from the base of the file that holds it. */
export function objectAddress({ library, id }: WasmObjects, path: string): number | undefined {
  const { answer: reference } = library.ask((module) => Uint8Array.from(module.create_object_reference(id, path)));
  if (reference?.length !== 8) return undefined;
  const address = new DataView(reference.buffer).getBigUint64(0, true);
  return address > 0n && address <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(address) : undefined;
}
