import type { RunIds } from '../appending/append-to-run.js';
import { channelCodec, codecOf } from '../metadata-codec.js';
import { channelPath } from '../model/channel-path.js';
import { runPath, stationGroups, stationPath } from '../model/layout.js';
import { runSchema } from '../model/metadata/run-schema.js';
import { nextRunId } from '../model/names.js';
import { instantText } from '../model/time.js';
import type { Mth5Access } from '../mth5-access.js';
import type { StructureAccess } from '../session/writer-session.js';
import { readStored } from '../storage/metadata-attributes.js';
import { createChannel } from './create-channel.js';
import { createRun } from './create-groups.js';
import { storageOf } from './storage-of.js';

/**
 * Adds the run that goes on after another one, with the same channels and metadata.
 *
 * @param start Time of its first sample, in nanoseconds since 1970.
 * @returns Its id.
 */
export async function succeedRun(access: Mth5Access, ids: RunIds, start: bigint): Promise<string> {
  const { session, version } = access;
  return session.changeStructure(async (structure) => {
    const { survey, station, run } = ids;
    const group = await structure.file.group(stationPath(version, survey, station));
    const taken = (await group.children()).map(({ name }) => name);
    const next = nextRunId(run, [...taken, ...stationGroups]);
    await copyRun(structure, runPath(version, survey, station, run), runPath(version, survey, station, next), next);
    for (const channel of session.rows.channelsOf(ids)) {
      const from = await structure.file.dataset(channelPath(version, { ...ids, channel }));
      const where = { file: access.path, object: from.path };
      const metadata = channelCodec.decode(await readStored(from.attributes), where);
      const time = instantText(start);
      const attributes = channelCodec.encode({ ...metadata, 'time_period.start': time, 'time_period.end': time });
      const made = { ids: { ...ids, run: next, channel }, type: metadata.type, attributes, ...storageOf(from) };
      session.made(await createChannel(structure, version, made));
    }
    return next;
  });
}

async function copyRun({ file }: StructureAccess, from: string, to: string, id: string): Promise<void> {
  const codec = codecOf(runSchema);
  const stored = await readStored((await file.group(from)).attributes);
  await createRun(file, to, codec.encode({ ...codec.decode(stored, { file: file.path, object: from }), id }));
}
