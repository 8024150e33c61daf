#!/usr/bin/env node
import process from 'node:process';
import { runCli } from './app.js';
import { processEnvironment } from './process-environment.js';

const environment = processEnvironment(process);
process.exitCode = await runCli(process.argv.slice(2), environment);
// What a stopped reader has not taken would keep this process alive for as long as the reader sleeps.
if (environment.signal.aborted) process.exit();
