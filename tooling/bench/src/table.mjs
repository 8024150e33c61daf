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
 * Prints a scenario: rates, and how many times faster each is than every run in Python, and than the limit.
 * @param {import('./scenarios.mjs').Scenario} scenario
 * @param {number[]} seconds of each run
 */
export function printScenario({ name, title, amount, unit, aim, runs }, seconds) {
  const label = ({ peer, loop, label: own }) => `${peer}: ${own ?? loop}`;
  const references = runs.flatMap((run, i) =>
    ['native', 'wasm'].includes(run.peer) ? [] : [{ run, time: seconds[i] }],
  );
  const letter = (/** @type {number} */ i) => String.fromCodePoint(65 + i);
  const rows = runs.map((run, i) => {
    const mark = references.findIndex((reference) => reference.run === run);
    return [
      `${mark < 0 ? ' ' : letter(mark)} ${label(run)}`,
      figure(amount / seconds[i]),
      figure((1e6 * seconds[i]) / amount),
      ...references.map(({ time }) => (time / seconds[i]).toFixed(2)),
    ];
  });
  console.log(`\n${name}: ${title}${aim === undefined ? '' : ` (aim: ${aim} x A)`}`);
  print([['', `${unit}/s`, 'us each', ...references.map((_, i) => `x ${letter(i)}`)], ...rows]);
}
