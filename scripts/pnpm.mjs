// Runs the pinned pnpm on a machine that has only Node and npm: `node scripts/pnpm.mjs install`.
// Not corepack: it fails where a registry serves no signatures, and newer Nodes come without it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { argv, env, exit, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
/** For example `pnpm@12.21.0`. */
const pinned = String(manifest.packageManager);
// On Windows npm's commands are scripts, and only a shell starts those.
const shell = platform === 'win32';

/** The version of the pnpm on PATH, asked outside the project because an older pnpm inside it would fetch the pinned one. */
function versionOnPath() {
  return spawnSync('pnpm', ['--version'], { cwd: tmpdir(), encoding: 'utf8', shell }).stdout?.trim();
}

/**
 * Puts the pinned pnpm on this process's PATH, so that it and turbo, which looks for pnpm there, both find it.
 * `--prefer-offline`: without it npx asks the registry even when it has the package, and stalls when offline.
 */
export function ensurePnpm() {
  if (`pnpm@${versionOnPath()}` === pinned) return;
  const npx = `npx --yes --prefer-offline --package=${pinned} -- node -p process.env.PATH`;
  const found = spawnSync(npx, { encoding: 'utf8', shell: true });
  if (found.status !== 0) {
    console.error(
      `Could not get ${pinned} through npx. Install it with: npm install --global ${pinned}\n${found.stderr}`,
    );
    exit(1);
  }
  env['PATH'] = found.stdout.trim();
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  ensurePnpm();
  exit(spawnSync('pnpm', argv.slice(2), { stdio: 'inherit', shell }).status ?? 1);
}
