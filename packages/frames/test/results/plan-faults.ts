import { planBlock, type Block, type BlockScan, type BlockWrite } from '../../src/results/block-plan.js';
import { joinBlocks } from '../../src/results/joined-blocks.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { walkSnake } from '../coordinates/walk-snake.js';

/** The planner to check. */
export type Planner = typeof planBlock;

/**
 * What is wrong with the writes of a whole scan, each block holding the numbers of its points: an output chunk that is not
 * written, or twice, or not with the block of its last point; a write that is empty, that is no whole chunk, that leaves its
 * row, that does not begin at a multiple of the chunk's length; an element that is not the one of its place.
 *
 * Positions come from a walk over the scan, not from the code that is checked.
 */
export function planFaults(
  scan: BlockScan & { readonly shape: readonly number[] },
  plan: Planner = planBlock,
): string[] {
  const faults: string[] = [];
  const places = scan.order === 'snake' ? walkSnake(scan.shape) : walkRaster(scan.shape);
  const numbers = new Map(places.map((place, number) => [place.join(), number]));
  const length = scan.shape.at(-1) as number;
  const width = Math.min(scan.blockLength, length);
  const written = new Set<string>();

  let previous: { readonly block: Block; readonly values: Int32Array } | undefined;
  for (let start = 0; start < places.length; start += scan.blockLength) {
    const count = Math.min(scan.blockLength, places.length - start);
    const block = { start, count };
    const values = Int32Array.from(upTo(count), (i) => start + i);
    for (const write of plan(scan, block, previous?.block)) checkWrite(write, block, values);
    previous = { block, values };
  }
  const chunks = (places.length / length) * Math.ceil(length / width);
  if (written.size !== chunks) faults.push(`${written.size} of ${chunks} chunks are written`);
  return faults;

  function checkWrite(write: BlockWrite, block: Block, values: Int32Array): void {
    const { row, columns, points } = write;
    const [first, stop] = columns;
    const name = `block ${block.start}, row ${row.join()}, ${first}:${stop}`;
    if (first % width !== 0) faults.push(`${name}: does not start at a multiple of ${width}`);
    if (stop !== Math.min(first + width, length)) faults.push(`${name}: is not one whole chunk`);
    const key = [...row, first].join();
    if (written.has(key)) faults.push(`${name}: is written twice`);
    written.add(key);
    const expected = upTo(stop - first).map((i) => numbers.get([...row, first + i].join()));
    const last = Math.max(...expected.map((number) => number ?? -1));
    if (last < block.start || last >= block.start + block.count) faults.push(`${name}: its last point is ${last}`);
    if (points[0] !== last - expected.length + 1 || points[1] !== last + 1)
      faults.push(`${name}: points ${points.join()}`);
    const found = [...joinBlocks(write, 1, values, previous?.values)];
    if (found.length === 0) faults.push(`${name}: is empty`);
    if (found.join() !== expected.join()) faults.push(`${name}: ${found.join()} instead of ${expected.join()}`);
  }
}

function walkRaster(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (places, extent) => places.flatMap((place) => upTo(extent).map((coordinate) => [...place, coordinate])),
    [[]],
  );
}
