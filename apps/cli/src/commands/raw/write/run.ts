import { resolve } from 'node:path';
import { Hdf5Error } from '@h5tail/adapter';
import { RawFileWriter } from '@h5tail/larpix-raw';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { reportFailure } from '../../../report-failure.js';
import { stoppedBy } from '../../../stopped-by.js';
import { messageReader } from '../input/input-format.js';
import type { MessageReader, ReadMessages } from '../input/read-messages.js';
import { stdinPieces } from '../../../input/stdin-pieces.js';
import { requireFolder } from '../output/require-folder.js';
import { startProgress, type Progress } from '../progress.js';
import { Acknowledgements } from '../../../writing/acknowledgements.js';
import type { WriteFlags } from './command.js';
import { FileInPlace } from '../../../writing/file-in-place.js';

/** `h5tail raw write`: stdin into a raw file. */
export async function run(context: CliContext, flags: WriteFlags, path: string): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const { ioVersion, batch, flushMs, sync } = flags;
  const acknowledgements = new Acknowledgements(context.output);
  requireFolder(path);
  const place = new FileInPlace(resolve(path));
  const onDurable = (durable: number): void => {
    if (place.isThere() && flags.ack) acknowledgements.tell(durable);
  };
  const writer = await RawFileWriter.open(path, {
    adapter,
    sync,
    clock: context.clock,
    ...(ioVersion !== undefined && { ioVersion }),
    ...(batch !== undefined && { flushEvery: batch }),
    ...(flushMs !== undefined && { flushEveryMs: flushMs }),
    onDurable,
  });
  place.begin();
  const before = writer.durable;
  const reader = messageReader(flags.input);
  let failure: unknown;
  {
    using progress = await startProgress(context, `writing ${path}`, { besideData: flags.ack });
    failure = await failureOf(() => writeAll(context, reader, writer, place, progress));
    // What closing fails with is told only where nothing failed before.
    const closing = await failureOf(() => writer.close());
    failure ??= closing ?? (await failureOf(() => place.require()));
  }
  await acknowledgements.finish();
  const written = `${counted(writer.durable - before, 'message')} written`;
  if (failure !== undefined) return reportFailure(context, failure, written);
  const rest = reader.unfinishedBytes;
  const leftOut = rest === 0 ? '' : `; the last ${counted(rest, 'byte')} of stdin are no whole message`;
  return ended(context, `${written}, ${path} has ${writer.durable} and is closed${leftOut}`);
}

async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Writes until the input is over, or the user wants to stop. */
async function writeAll(
  context: CliContext,
  reader: MessageReader,
  writer: RawFileWriter,
  place: FileInPlace,
  progress: Progress,
): Promise<void> {
  const take = async ({ messages, ioGroups, fault }: ReadMessages): Promise<void> => {
    await writer.append(messages, ioGroups);
    progress.add(messages.length);
    if (fault === undefined) return;
    const { statement, place: index, remedy } = fault;
    throw new Hdf5Error('INVALID_DATA', statement, { file: 'stdin', index, remedy });
  };
  const stop = AbortSignal.any([context.interrupted, place.gone]);
  // A reader of the acknowledgements that is gone is no reason to leave messages behind.
  for await (const piece of stdinPieces(context.openStdin(), stop)) await take(reader.push(piece));
  place.gone.throwIfAborted();
  if (!stop.aborted) await take(reader.end());
  await writer.flush();
}

function ended(context: CliContext, statement: string): ExitCode {
  const { interrupted } = context;
  const stopped = interrupted.aborted ? stoppedBy(interrupted, interrupted.reason) : undefined;
  context.say(stopped === undefined ? statement : `${stopped.statement}; ${statement}`);
  return stopped?.exitCode ?? exitCodes.done;
}
