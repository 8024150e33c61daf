#!/usr/bin/env node
import process from 'node:process';
import { runCli } from './app.js';
import { processEnvironment } from './process-environment.js';

process.exitCode = await runCli(process.argv.slice(2), processEnvironment(process));
