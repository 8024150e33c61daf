/**
 * Appends messages of the pattern to a raw file until it is killed, and prints after each flush how many are durable.
 *
 *     append-for-ever.mjs BACKEND PATH FLUSH_EVERY
 */
import { writeSync } from 'node:fs';
import { RawFileWriter } from '@h5tail/larpix-raw';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { patternIoGroup, patternMessage } from '../message-pattern.js';

const [name, path = '', flushEvery] = process.argv.slice(2);
const backend = testBackends.find((candidate) => candidate.name === name);
if (backend === undefined) throw new Error(`no backend ${name}`);
// Not through a stream: what is told is with the other process before anything else happens.
const tell = (durable: number): number => writeSync(1, `${durable}\n`);
const adapter = await backend.createAdapter();
const writer = await RawFileWriter.open(path, { adapter, flushEvery: Number(flushEvery), onDurable: tell });
tell(writer.durable);
for (let index = writer.length; ; index++) await writer.append([patternMessage(index)], patternIoGroup(index));
