#!/usr/bin/env node
import { runCli } from './app.js';
import { processEnvironment } from './process-environment.js';

// The global one: to import it would open stdin, which may be that of a program beside this one.
const environment = processEnvironment(process);
process.exitCode = await runCli(process.argv.slice(2), environment);
// What a stopped reader has not taken would keep this process alive for as long as the reader sleeps.
if (environment.signal.aborted) process.exit();
