import { describe, expect, it } from 'vitest';
import { arePiecesInOrder, chunkBlock, ChunkPieces, countChunks } from '../../src/decoding/chunk-pieces.js';
import { copyBox } from '../../src/decoding/copy-box.js';
import { placePart } from '../../src/decoding/place-part.js';

interface Case {
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/** Every selection of small datasets with chunks that fit and that do not. */
function* cases(): Generator<Case> {
  for (const [shape, chunks] of [
    [[7], [3]],
    [
      [4, 5],
      [2, 2],
    ],
    [
      [3, 4],
      [1, 4],
    ],
    [
      [2, 3, 4],
      [2, 2, 3],
    ],
  ] as const) {
    const ranges = shape.map((extent) => {
      const of: [number, number][] = [];
      for (let start = 0; start < extent; start++) for (let n = 1; start + n <= extent; n++) of.push([start, n]);
      return of;
    });
    const product = ranges.reduce<[number, number][][]>(
      (all, axis) => all.flatMap((before) => axis.map((range) => [...before, range])),
      [[]],
    );
    for (const selection of product) {
      yield { shape, chunks, start: selection.map(([start]) => start), count: selection.map(([, n]) => n) };
    }
  }
}

/** All positions of an array, in row-major order. */
function positions(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, extent) => all.flatMap((before) => Array.from({ length: extent }, (_, i) => [...before, i])),
    [[]],
  );
}

const valueAt = (position: readonly number[]): number => 1 + position.reduce((all, i) => all * 5 + i, 0);

/** The elements of a chunk, two bytes each; beyond the edge of the dataset there is something else. */
function chunkAt(first: readonly number[], { shape, chunks }: Case): Uint16Array {
  return Uint16Array.from(positions(chunks), (within) => {
    const position = within.map((i, axis) => i + (first[axis] as number));
    return position.every((i, axis) => i < (shape[axis] as number)) ? valueAt(position) : 60_000;
  });
}

const bytesOf = ({ buffer }: Uint16Array): Uint8Array => new Uint8Array(buffer);

describe('the pieces of a selection', () => {
  it.each(['copied from the chunks', 'cut out of the chunks and placed'])('make up all of it, %s', (how) => {
    let seen = 0;
    for (const one of cases()) {
      const { shape, chunks, start, count } = one;
      const block = chunkBlock({ start, count }, chunks);
      const table = new ChunkPieces({ start, count }, chunks);
      const pieces = Array.from({ length: table.length }, (_, i) => table.at(i));
      const counted = countChunks({ start, count }, chunks, shape);
      expect(pieces.length).toBe(counted.chunks);
      const inChunks = positions(shape).filter((position) =>
        position.every((i, axis) => {
          const chunk = Math.floor(i / (chunks[axis] as number)) - (block.first[axis] as number);
          return chunk >= 0 && chunk < (block.counts[axis] as number);
        }),
      );
      expect(counted.elements).toBe(inChunks.length);
      const result = new Uint16Array(count.reduce((a, b) => a * b, 1));
      const inOrder: number[] = [];
      const corners = positions(block.counts).map((within) =>
        within.map((chunk, axis) => (chunk + (block.first[axis] as number)) * (chunks[axis] as number)),
      );
      for (const [i, piece] of pieces.entries()) {
        const first = corners[i] as number[];
        inOrder.push(
          ...positions(piece.count).map((at) =>
            valueAt(at.map((of, axis) => of + (first[axis] as number) + (piece.start[axis] as number))),
          ),
        );
        const from = { bytes: bytesOf(chunkAt(first, one)), shape: chunks, start: piece.start };
        if (how === 'copied from the chunks') {
          copyBox(from, { bytes: bytesOf(result), shape: count, start: piece.place }, piece.count, 2);
        } else {
          const part = new Uint8Array(piece.count.reduce((a, b) => a * b, 2));
          copyBox(from, { bytes: part, shape: piece.count, start: count.map(() => 0) }, piece.count, 2);
          placePart(part, bytesOf(result), { count: piece.count, place: piece.place, shape: count }, 2);
        }
      }
      const expected = positions(count).map((position) =>
        valueAt(position.map((i, axis) => i + (start[axis] as number))),
      );
      expect([...result]).toEqual(expected);
      if (arePiecesInOrder(block, count)) expect(inOrder).toEqual(expected);
      seen++;
    }
    expect(seen).toBeGreaterThan(300);
  });
});
