// `pnpm bench [--only NAME] [--rounds N]`: h5tail against Python on this machine, in this run.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileNamed } from './files.mjs';
import { delays } from './live/delays.mjs';
import { growingKeys } from './live/growing-keys.mjs';
import { memoryGrowth } from './live/memory-growth.mjs';
import { inTurns } from './measure.mjs';
import { pythonVersions } from './python.mjs';
import { scenarios } from './scenarios.mjs';
import { printScenario } from './table.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
  },
});
/** What takes a writer at work. */
const live = { delay: delays, 'growing-keys': growingKeys, memory: memoryGrowth };
const names = [...scenarios.map(({ name }) => name), ...Object.keys(live)];
const unknown = values.only?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}. There are: ${names.join(', ')}`);
  process.exit(1);
}
const isWanted = (/** @type {string} */ name) => values.only?.includes(name) ?? true;
const rounds = Number(values.rounds);
const leastSeconds = 0.4;

const folder = await mkdtemp(join(tmpdir(), 'h5tail-bench-'));
try {
  console.log(`Node ${process.versions.node}; ${pythonVersions}; ${cpus().length} x ${cpus()[0]?.model.trim()}`);
  for (const scenario of scenarios.filter(({ name }) => isWanted(name))) {
    if (scenario.needs === false) {
      console.log(`\n${scenario.name}: left out, it needs what is not installed here`);
      continue;
    }
    const path = scenario.file === undefined ? '' : await fileNamed(folder, scenario.file);
    const jobs = scenario.runs.map((run, i) => ({
      ...scenario.job,
      ...run,
      path,
      least_seconds: leastSeconds,
      output: join(folder, `${scenario.name}-${i}`),
    }));
    printScenario(scenario, await inTurns(jobs, rounds));
  }
  for (const [name, measure] of Object.entries(live)) {
    if (isWanted(name)) await measure(folder);
  }
} finally {
  await rm(folder, { recursive: true });
}
