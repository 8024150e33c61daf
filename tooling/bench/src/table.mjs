/** @param {number} value */
const figure = (value) => (value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

/** @param {string[][]} rows the first column is text, the others are figures */
function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i] + 2))).join(''));
  }
}

/**
 * Prints a scenario: rates, and how many times faster each is than every run that is not h5tail's; `per core` is
 * that against A for the same time of the processor, all threads together.
 * @param {import('./scenarios/scenario.mjs').Scenario} scenario
 * @param {import('./measure.mjs').Medians[]} medians of each run
 */
export function printScenario({ name, title, amount, unit, aim, runs }, medians) {
  const label = ({ peer, loop, label: own }) => `${peer}: ${own ?? loop}`;
  const references = runs.flatMap((run, i) =>
    ['native', 'wasm', 'h5tail'].includes(run.peer) ? [] : [{ run, ...medians[i] }],
  );
  const letter = (/** @type {number} */ i) => String.fromCodePoint(65 + i);
  const rows = runs.map((run, i) => {
    const mark = references.findIndex((reference) => reference.run === run);
    const { seconds, cpuSeconds, bytes } = medians[i];
    return [
      `${mark < 0 ? ' ' : letter(mark)} ${label(run)}`,
      figure(amount / seconds),
      figure((1e6 * seconds) / amount),
      figure(bytes / seconds / 1e9),
      ...references.map((reference) => (reference.seconds / seconds).toFixed(2)),
      (references[0].cpuSeconds / cpuSeconds).toFixed(2),
    ];
  });
  console.log(`\n${name}: ${title}${aim === undefined ? '' : ` (aim, x A: ${aim})`}`);
  const heads = ['', `${unit}/s`, 'us each', 'GB/s', ...references.map((_, i) => `x ${letter(i)}`), 'per core'];
  print([heads, ...rows]);
}
