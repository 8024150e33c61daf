/**
 * Counts one up, in two steps with a pause between them, so that two threads that do it at once lose one.
 *
 * @param {Int32Array} counter
 */
export function countUp(counter) {
  const before = counter[0] ?? 0;
  const end = performance.now() + 0.05;
  while (performance.now() < end);
  counter[0] = before + 1;
}
