import { decodeColumns, type PacketColumns } from '@h5tail/larpix-raw/pacman';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { reportFailure } from '../../../report-failure.js';
import { UsageError } from '../../../usage-errors.js';
import { isSameFile } from '../../follow/results/output-file.js';
import { startProgress, type Progress } from '../progress.js';
import { requireByteIoGroups } from '../reading/byte-io-groups.js';
import { readBlocks, type ReadBlock } from '../reading/read-blocks.js';
import type { DecodeFlags } from './command.js';
import { MessageProblems, problemFault } from './message-problems.js';
import { packetOutput, type PacketOutput } from './packet-output.js';
import { packetHead, packetPieces } from './packet-rows.js';

/** `h5tail raw decode`: a row per packet. */
export async function run(context: CliContext, flags: DecodeFlags, path: string): Promise<ExitCode> {
  if (flags.asic === 3 && flags.fifoDiagnostics) {
    throw new UsageError('--fifo-diagnostics is a mode of LArPix v2; it does not go with --asic v3');
  }
  if (flags.overwrite && flags.output === undefined) throw new UsageError('--overwrite takes --output FILE');
  if (flags.output !== undefined && isSameFile(flags.output, path)) {
    throw new UsageError(`--output ${flags.output} is the file to be decoded; give another one`);
  }
  const decoding = new Decoding(context, flags, path);
  const progress = await startProgress(context, `decoding ${path}`, { besideData: flags.output === undefined });
  try {
    await decoding.run(progress);
  } catch (error) {
    progress[Symbol.dispose]();
    return reportFailure(context, error, decoding.rows === 0 ? undefined : `after ${counted(decoding.rows, 'packet')}`);
  }
  progress[Symbol.dispose]();
  const { rows, problems } = decoding;
  context.say(`${counted(rows, 'packet')} in ${counted(progress.count, 'message')}${problems.total}`);
  return exitCodes.done;
}

class Decoding {
  readonly problems: MessageProblems;
  /** Packets so far. */
  rows = 0;
  readonly #context: CliContext;
  readonly #flags: DecodeFlags;
  readonly #path: string;
  #columns: PacketColumns | undefined;

  constructor(context: CliContext, flags: DecodeFlags, path: string) {
    this.#context = context;
    this.#flags = flags;
    this.#path = path;
    this.problems = new MessageProblems((line) => context.say(line));
  }

  async run(progress: Progress): Promise<void> {
    const { clock, signal } = this.#context;
    const { backend, output, overwrite, format, asic } = this.#flags;
    const { adapter } = await this.#context.backend(backend);
    const onCount = (count: number): void => progress.expect(count);
    await using out = await packetOutput(this.#context, output, overwrite);
    await out.write(packetHead(format, asic));
    for await (const block of readBlocks(this.#path, { adapter, clock, signal, slice: this.#flags, onCount })) {
      await this.#decode(block, out);
      progress.add(block.count);
    }
    signal.throwIfAborted();
    await out.finish();
  }

  /** Rows before a message that is none are printed too, so the decoder is always lenient. */
  async #decode({ first, messages, ioGroups }: ReadBlock, out: PacketOutput): Promise<void> {
    const { format, lenient, asic: asicVersion, fifoDiagnostics } = this.#flags;
    const columns = decodeColumns(messages, requireByteIoGroups(ioGroups, first, this.#path), {
      mode: 'lenient',
      maxProblems: lenient ? this.problems.wanted : 1,
      asicVersion,
      fifoDiagnostics,
      into: this.#columns,
    });
    this.#columns = columns;
    const fault = lenient ? undefined : columns.problems[0];
    const stop = fault === undefined ? columns.length : (columns.messageRows[fault.messageIndex] as number);
    for (const piece of packetPieces(format, { columns, stop, firstMessage: first, asicVersion })) {
      await out.write(piece);
    }
    this.rows += stop;
    if (fault !== undefined) throw problemFault(fault, first, this.#path);
    this.problems.add(columns.problems, columns.problemCount, first);
  }
}
