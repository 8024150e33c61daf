import { numbersJson } from '../../../frame/element-json.js';
import type { SampleBlock } from './sample-reader.js';

/** Lines of JSON, each with as many samples as one may have. */
export function* sampleLines({ first, count, samples, channels }: SampleBlock, perLine: number): Generator<string> {
  for (let at = 0; at < count; at += perLine) {
    const stop = Math.min(count, at + perLine);
    const start = `{"start": ${first + at}`;
    if (samples !== undefined) {
      yield `${start}, "samples": ${numbersJson(samples.subarray(at, stop))}}`;
    } else {
      const lists = Object.entries(channels ?? {}).map(
        ([name, values]) => `${JSON.stringify(name)}: ${numbersJson(values.subarray(at, stop))}`,
      );
      yield `${start}, "channels": {${lists.join(', ')}}}`;
    }
  }
}
