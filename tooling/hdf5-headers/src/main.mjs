// `pnpm check:declarations [--include FOLDER]`. Vite loads the sources, because the oldest Node we support runs no TypeScript.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('command.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'error',
});
process.exitCode = module.checkDeclarations(process.argv.slice(2));
