import { resolveSelection, type Hyperslab } from '@h5tail/adapter/implementation';
import { elementRuns } from './element-runs.js';

const targetBlockBytes = 4096;

/**
 * The elements of a dataset as bytes, in blocks of rows that snapshots share until one of them writes.
 *
 * So a flush costs one pointer per block instead of a copy of the dataset, and a preallocated dataset costs nothing.
 */
export class ElementBlocks {
  readonly #fill: Uint8Array;
  #shape: readonly number[];
  #blockElements: number;
  /** `undefined` where nothing was written: such a block reads as fill values. */
  #blocks: (Uint8Array | undefined)[];
  /** Blocks that no snapshot shares. */
  readonly #owned = new Set<number>();

  /** @param fill Bytes of one unwritten element. */
  constructor(shape: readonly number[], fill: Uint8Array, blocks: (Uint8Array | undefined)[] = []) {
    this.#fill = fill;
    this.#shape = shape;
    this.#blockElements = blockElements(shape, fill.length);
    this.#blocks = blocks;
  }

  get shape(): readonly number[] {
    return this.#shape;
  }

  /** The elements as they are now; later writes to either do not show in the other. */
  snapshot(): ElementBlocks {
    this.#owned.clear();
    return new ElementBlocks(this.#shape, this.#fill, this.#blocks.slice());
  }

  /** Copies the selected elements, packed. */
  read(slab: Hyperslab): Uint8Array {
    const size = this.#fill.length;
    const bytes = new Uint8Array(slab.size * size);
    let place = 0;
    for (const piece of this.#pieces(slab)) {
      const block = this.#blocks[piece.block] ?? this.#blankBlock();
      bytes.set(block.subarray(piece.start * size, (piece.start + piece.length) * size), place);
      place += piece.length * size;
    }
    return bytes;
  }

  /** Stores packed elements in the selected places. */
  write(slab: Hyperslab, bytes: Uint8Array): void {
    const size = this.#fill.length;
    let place = 0;
    for (const piece of this.#pieces(slab)) {
      const end = place + piece.length * size;
      this.#writableBlock(piece.block).set(bytes.subarray(place, end), piece.start * size);
      place = end;
    }
  }

  /** Changes the extents. Elements that are cut off are lost; new ones read as the fill value. */
  resize(shape: readonly number[]): void {
    const sameRows = shape.every((extent, axis) => axis === 0 || extent === this.#shape[axis]);
    if (sameRows) this.#resizeRows(shape);
    else this.#rebuild(shape);
  }

  #resizeRows(shape: readonly number[]): void {
    const elements = shape.reduce((product, extent) => product * extent, 1);
    const kept = Math.ceil(elements / this.#blockElements);
    if (kept < this.#blocks.length) this.#blocks.length = kept;
    for (const block of this.#owned) if (block >= kept) this.#owned.delete(block);
    const used = elements - (kept - 1) * this.#blockElements;
    if (kept > 0 && used < this.#blockElements && this.#blocks[kept - 1] !== undefined) {
      const size = this.#fill.length;
      this.#writableBlock(kept - 1).set(this.#blankBlock().subarray(used * size), used * size);
    }
    this.#shape = shape;
  }

  #rebuild(shape: readonly number[]): void {
    const common = shape.map((extent, axis) => [0, Math.min(extent, this.#shape[axis] as number)] as const);
    const bytes = this.read(resolveSelection(common, this.#shape));
    this.#shape = shape;
    this.#blockElements = blockElements(shape, this.#fill.length);
    this.#blocks = [];
    this.#owned.clear();
    this.write(resolveSelection(common, shape), bytes);
  }

  *#pieces(slab: Hyperslab): Generator<{ block: number; start: number; length: number }> {
    for (const run of elementRuns(slab, this.#shape)) {
      let taken = 0;
      while (taken < run.length) {
        const element = run.start + taken;
        const block = Math.floor(element / this.#blockElements);
        const start = element - block * this.#blockElements;
        const length = Math.min(run.length - taken, this.#blockElements - start);
        yield { block, start, length };
        taken += length;
      }
    }
  }

  #writableBlock(index: number): Uint8Array {
    const block = this.#blocks[index];
    if (block !== undefined && this.#owned.has(index)) return block;
    const own = block === undefined ? this.#blankBlock() : block.slice();
    this.#blocks[index] = own;
    this.#owned.add(index);
    return own;
  }

  #blankBlock(): Uint8Array {
    const size = this.#fill.length;
    const blank = new Uint8Array(this.#blockElements * size);
    if (this.#fill.some((byte) => byte !== 0)) {
      for (let place = 0; place < blank.length; place += size) blank.set(this.#fill, place);
    }
    return blank;
  }
}

/** Elements of as many whole rows as fill a block; at least one row, so that growing by rows moves nothing. */
function blockElements(shape: readonly number[], elementBytes: number): number {
  const rowElements = Math.max(
    1,
    shape.slice(1).reduce((product, extent) => product * extent, 1),
  );
  const rowBytes = Math.max(1, rowElements * elementBytes);
  return rowElements * Math.max(1, Math.floor(targetBlockBytes / rowBytes));
}
