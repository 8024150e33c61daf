import type { Dtype } from '@h5tail/adapter';
import { decodeElements, elementSize, holdsPointers, numberLayout } from '@h5tail/adapter/implementation';
import { readStoredFillValue } from '@h5tail/local-file';
import { holdingFile } from '@h5tail/local-file/objects';
import { HeapScope } from './heap.js';
import { objectAddress } from './stored-dtype.js';
import type { WasmObjects } from './wasm-objects.js';

/**
 * The fill value that a dataset was created with, where it is a single number or text of fixed length. h5wasm does not tell
 * it, so it is read from the object's header.
 */
export function storedFillValue(
  objects: WasmObjects,
  path: string,
  dtype: Dtype,
): number | bigint | string | undefined {
  const isText = dtype.class === 'string' && dtype.length !== 'variable';
  const isNumber = dtype.class !== 'reference' && dtype.class !== 'opaque' && numberLayout(dtype)?.perElement === 1;
  if ((!isText && !isNumber) || holdsPointers(dtype)) return undefined;
  const address = objectAddress(objects, path);
  const bytes = address === undefined ? undefined : readStoredFillValue(holdingFile(objects, path), address);
  if (bytes?.length !== elementSize(dtype)) return undefined;
  const heap = new HeapScope(objects.library.module);
  return (decodeElements(dtype, bytes, 1, heap) as ArrayLike<number | bigint | string>)[0];
}
