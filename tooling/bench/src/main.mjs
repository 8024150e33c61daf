// `pnpm bench [--only NAME] [--rounds N] [--cpu]`: h5tail against Python on this machine, in this run.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { delays } from './delays.mjs';
import { fileNamed } from './files.mjs';
import { inTurns } from './measure.mjs';
import { pythonVersions } from './python.mjs';
import { scenarios } from './scenarios.mjs';
import { printScenario } from './table.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    cpu: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
});
const names = [...scenarios.map(({ name }) => name), 'delay'];
const unknown = values.only?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}. There are: ${names.join(', ')}`);
  process.exit(1);
}
const isWanted = (/** @type {string} */ name) => values.only?.includes(name) ?? true;
const rounds = Number(values.rounds);
const clock = values.cpu ? 'cpu_seconds' : 'seconds';
const leastSeconds = 0.4;

const folder = await mkdtemp(join(tmpdir(), 'h5tail-bench-'));
try {
  if (values.cpu) console.log('Times of the processor, not of the clock on the wall.');
  console.log(`Node ${process.versions.node}; ${pythonVersions}; ${cpus().length} x ${cpus()[0]?.model.trim()}`);
  for (const scenario of scenarios.filter(({ name }) => isWanted(name))) {
    if (scenario.needs === false) {
      console.log(`\n${scenario.name}: left out, it needs what is not installed here`);
      continue;
    }
    const path = await fileNamed(folder, scenario.file);
    const jobs = scenario.runs.map((run, i) => ({
      ...scenario.job,
      ...run,
      path,
      least_seconds: leastSeconds,
      output: join(folder, `${scenario.name}-${i}`),
    }));
    printScenario(scenario, await inTurns(jobs, rounds, clock));
  }
  if (isWanted('delay')) await delays(folder);
} finally {
  await rm(folder, { recursive: true });
}
