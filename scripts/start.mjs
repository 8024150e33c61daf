// `npm start`: from a fresh clone to a running demo, with nothing but Node and npm.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { requireSupportedNode } from './node-version.mjs';
import { ensurePnpm } from './pnpm.mjs';
import { installAndBuild, root } from './stage.mjs';

requireSupportedNode();
ensurePnpm();
if (!(await installAndBuild())) process.exit(1);

const bin = join(root, 'apps/cli/dist/bin.js');
const demo = spawn(process.execPath, [bin, 'demo', ...process.argv.slice(2)], { stdio: 'inherit' });

// A terminal sends Ctrl-C to the demo as well, and a second one would mean "stop at once": pass it on only without one.
const atTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
process.on('SIGINT', () => atTerminal || demo.kill('SIGINT'));
process.on('SIGTERM', () => demo.kill('SIGTERM'));

demo.once('close', (code, signal) => {
  // A demo that died by a signal must not look like one that succeeded.
  process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
});
