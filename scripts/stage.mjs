import { spawn } from 'node:child_process';
import { platform } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The root of the workspace: every script works from there, wherever it was called. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs pnpm as one stage and says one line about it on stderr; its output is shown only when it fails.
 * @param {string} label
 * @param {string[]} pnpmArguments
 * @returns {Promise<boolean>} whether the stage succeeded
 */
export async function runStage(label, pnpmArguments) {
  const started = performance.now();
  const child = spawn('pnpm', pnpmArguments, {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    shell: platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {Buffer[]} */
  const output = [];
  child.stdout.on('data', (bytes) => output.push(bytes));
  child.stderr.on('data', (bytes) => output.push(bytes));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
    child.once('close', resolve);
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code !== 0) process.stderr.write(Buffer.concat(output));
  process.stderr.write(`${label.padEnd(10)} ${code === 0 ? 'ok' : 'FAILED'}  ${seconds} s\n`);
  return code === 0;
}

/** Installs exactly what the lockfile says and builds what changed: all that must precede running anything. */
export async function installAndBuild() {
  return (await runStage('install', ['install', '--frozen-lockfile'])) && (await runStage('build', ['run', 'build']));
}
