import { isDeepStrictEqual } from 'node:util';
import type { H5wasmType } from './h5wasm-functions.js';

/** Whether two descriptions are of the same type; the rest of the metadata does not count. */
export function sameType(a: H5wasmType, b: H5wasmType): boolean {
  return (
    a.type === b.type &&
    a.size === b.size &&
    a.signed === b.signed &&
    a.littleEndian === b.littleEndian &&
    a.vlen === b.vlen &&
    a.cset === b.cset &&
    a.strpad === b.strpad &&
    a.ref_type === b.ref_type &&
    isDeepStrictEqual(a.compound_type, b.compound_type) &&
    isDeepStrictEqual(a.array_type, b.array_type) &&
    isDeepStrictEqual(a.vlen_type, b.vlen_type) &&
    isDeepStrictEqual(a.enum_type, b.enum_type)
  );
}
