// `npm test`: everything that must hold before a change is done. `npm test -- <arguments>` passes them to vitest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announceInterop, findInterop, leftOut } from './interop.mjs';
import { requireSupportedNode } from './node-version.mjs';
import { ensurePnpm } from './pnpm.mjs';
import { installAndBuild, root, runStage } from './stage.mjs';
import { countTests } from './vitest-report.mjs';

requireSupportedNode();

/**
 * Says what failed, then closes with the line that CI reads, which must stay the very last one. A failed stage counts
 * there like a failed test, so that "0 failed" is never said of a run that failed.
 * @param {string[]} failedStages other than the tests
 * @param {{ passed: number, failed: number }} tests
 * @returns {never}
 */
function close(failedStages, tests = { passed: 0, failed: 0 }) {
  const failures = tests.failed > 0 ? [...failedStages, 'tests'] : failedStages;
  console.log(failures.length === 0 ? 'All passed.' : `Failed: ${failures.join(', ')}.`);
  console.log(`${tests.passed} passed, ${tests.failed + failedStages.length} failed`);
  process.exit(failures.length === 0 ? 0 : 1);
}

const interop = findInterop();
const notRun = leftOut(interop);
if (notRun.length > 0 && process.env['CI']) {
  console.error(['In CI no group of tests may be left out.', ...notRun].join('\n'));
  close(['interop tools']);
}
announceInterop(interop);

ensurePnpm();
if (!(await installAndBuild())) close(['install or build']);

/** @type {string[]} */
const failedStages = [];
for (const [label, script] of /** @type {const} */ ([
  ['types', 'typecheck'],
  ['lint', 'lint'],
  ['format', 'format:check'],
  ['packages', 'check:packages'],
])) {
  if (!(await runStage(label, ['run', script]))) failedStages.push(label);
}
for (const group of notRun) console.error(`left out   ${group}`);

const reportFolder = mkdtempSync(join(tmpdir(), 'h5tail-report-'));
const reportFile = join(reportFolder, 'vitest.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
const vitest = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
const tests = countTests(reportFile, vitest.status === 0);
rmSync(reportFolder, { recursive: true });
close(failedStages, tests);
