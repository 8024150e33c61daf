import { readSync } from 'node:fs';
import type { Filter } from '@h5tail/adapter';
import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { ChunkIndex } from '../chunk-index.js';
import { chunkBlock, ChunkPieces } from './chunk-pieces.js';
import { copyBox, decodeChunk } from './decode-here.js';
import { pipelineHere } from './pipeline-here.js';
import { areSamePlaces, placesOf } from './stored-pieces.js';

/** A read of elements behind filters in the thread that asks. */
export interface FilteredRead {
  /** A descriptor of the file that holds all of the dataset. */
  readonly file: number;
  readonly index: ChunkIndex;
  /** In the order of writing, with all options that are stored. */
  readonly filters: readonly Filter[];
  /** Bytes of an element as stored. */
  readonly elementBytes: number;
  readonly slab: Hyperslab;
}

/**
 * Reads and decodes chunks at once, for elements that are few bytes.
 *
 * @param bytes For the selected elements.
 * @returns Whether all of it is right; not where a filter is not known here, a chunk is not stored, or a writer has moved one
 * meanwhile.
 */
export function readFilteredHere(read: FilteredRead, bytes: Uint8Array): boolean {
  const { file, index, filters, elementBytes, slab } = read;
  const { chunkShape, chunkBytes, isFiltered } = index;
  if (!isFiltered || chunkShape.length !== slab.start.length || slab.stride.some((stride) => stride !== 1))
    return false;
  if (chunkShape.reduce((product, extent) => product * extent, elementBytes) !== chunkBytes) return false;
  const pipeline = pipelineHere(filters);
  if (pipeline === undefined) return false;
  const block = chunkBlock(slab, chunkShape);
  const places = placesOf(index, file, block);
  if (places === undefined) return false;
  const pieces = new ChunkPieces(slab, chunkShape);
  const chunk = new Uint8Array(chunkBytes);
  try {
    for (let i = 0; i < pieces.length; i++) {
      const stored = new Uint8Array(places.sizes[i] as number);
      if (readSync(file, stored, 0, stored.length, places.positions[i] as number) < stored.length) return false;
      decodeChunk(stored, pipeline, places.masks[i] as number, chunk);
      const { start, count, place } = pieces.at(i);
      const target = { bytes, shape: slab.count, start: place };
      copyBox({ bytes: chunk, shape: chunkShape, start }, target, count, elementBytes);
    }
  } catch {
    // Who reads it in another way is told what is wrong with it.
    return false;
  }
  return areSamePlaces(places, placesOf(index, file, block));
}
