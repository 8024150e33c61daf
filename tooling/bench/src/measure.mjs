import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { environment, python } from './python.mjs';

const run = promisify(execFile);
const nodeProgram = fileURLToPath(new URL('./run-loop.mjs', import.meta.url));
const pythonProgram = fileURLToPath(new URL('../python/bench_loops.py', import.meta.url));

/**
 * What one process is told: which loop it runs as whom, on which file, and how long at least; the rest is the loop's.
 * @typedef {{ peer: string, loop: string, path: string, least_seconds: number, output?: string, swmr?: boolean, batch?: number, keep?: number,
 *   count?: number, bytes?: number, repeats?: number, datasets?: string[], flush?: string }} Job
 * @typedef {{ seconds: number[], cpu_seconds: number[], bytes: number, checksum: number }} Measurement
 * @typedef {{ seconds: number, cpuSeconds: number, bytes: number }} Medians of a pass
 */

/** @param {number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** @param {Job} job @returns {Promise<Measurement>} */
async function runJob(job) {
  const isPython = job.peer === 'h5py' || job.peer === 'swmr_tools';
  const [program, ...parameters] = isPython ? [python, pythonProgram] : [process.execPath, nodeProgram];
  const { stdout } = await run(program, [...parameters, JSON.stringify(job)], { env: environment });
  return JSON.parse(stdout);
}

/**
 * Lets the jobs take turns, each in a process of its own, so that a machine that slows down slows all of them.
 * @param {Job[]} jobs
 * @param {number} rounds
 * @returns {Promise<Medians[]>} for each job the medians of its rounds
 */
export async function inTurns(jobs, rounds) {
  const seconds = jobs.map(() => /** @type {number[]} */ ([]));
  const cpuSeconds = jobs.map(() => /** @type {number[]} */ ([]));
  /** @type {Measurement | undefined} */
  let first;
  for (let round = 0; round < rounds; round++) {
    for (const [i, job] of jobs.entries()) {
      const measured = await runJob(job);
      seconds[i].push(quantile(measured.seconds, 0.5));
      cpuSeconds[i].push(quantile(measured.cpu_seconds, 0.5));
      if (job.peer === 'pread' || job.peer === 'node:crypto') continue;
      first ??= measured;
      if (measured.checksum !== first.checksum || measured.bytes !== first.bytes) {
        throw new Error(`${job.peer}, ${job.loop}: values differ from those of ${jobs[0].peer}, ${jobs[0].loop}`);
      }
    }
  }
  const bytes = first?.bytes ?? NaN;
  return jobs.map((_, i) => ({ seconds: quantile(seconds[i], 0.5), cpuSeconds: quantile(cpuSeconds[i], 0.5), bytes }));
}
