import type { Filter } from '@h5tail/adapter';
import { decoders } from './decode-here.js';
import type { Decode } from './thread-decoders.js';

/**
 * What undoes a pipeline in the thread that asks; `undefined` where not all of it can be undone here.
 *
 * @param allowed Registered numbers of the filters that may be undone. Default: all that can.
 */
export function pipelineHere(filters: readonly Filter[], allowed?: readonly number[]): Decode[] | undefined {
  const pipeline: Decode[] = [];
  for (const { id, options } of filters) {
    const make = allowed === undefined || allowed.includes(id) ? decoders.get(id) : undefined;
    if (make === undefined) return undefined;
    pipeline.push(make({ id, options }));
  }
  return pipeline;
}
