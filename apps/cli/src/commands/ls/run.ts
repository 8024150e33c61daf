import { resolveObjectPath } from '@h5tail/adapter';
import type { CliContext } from '../../context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import { openForReading } from '../../open-for-reading.js';
import { colorsFor } from '../../terminal/colors.js';
import type { LsFlags } from './command.js';
import { TreeReader } from './read-tree.js';
import { treeJson } from './tree-json.js';
import { treeText } from './tree-text.js';

/** `h5tail ls`: the tree of a file on stdout. */
export async function run(context: CliContext, flags: LsFlags, path: string, start = '/'): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  await using file = await openForReading(path, adapter, context.signal);
  const reader = new TreeReader(file, context.signal);
  const tree = await reader.read(resolveObjectPath('/', start), flags.depth ?? Number.POSITIVE_INFINITY);
  if (flags.json) {
    const writer = await file.writerState();
    await context.output.write(exactJson({ file: file.path, writer, tree: treeJson(tree) }));
  } else {
    for (const line of treeText(tree, colorsFor(context))) await context.output.write(line);
  }
  return exitCodes.done;
}
