import { hasData } from '../session/sample-type.js';
import type { Store } from './store.js';

/** Samples that are looked at together. */
const stretch = 65_536;

/** Looks for a sample that is not zero, from `start` on; mostly the first is not. */
export async function holdsData(store: Store, path: string, start: number, stop: number): Promise<boolean> {
  const dataset = await store.dataset(path);
  const known = Math.min(stop, dataset.shape?.[0] ?? 0);
  for (let at = start; at < known; at += stretch) {
    const { data } = await dataset.read([[at, Math.min(known, at + stretch)]]);
    if (ArrayBuffer.isView(data) && hasData(data)) return true;
  }
  return false;
}
