import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { forgetUndo } from '@h5tail/local-file/recovery';
import { codecOf } from '../metadata-codec.js';
import { rootGroup, type Mth5Version } from '../model/layout.js';
import { rootSchema } from '../model/metadata/root-schema.js';
import { surveySchema, type SurveyMetadataInput } from '../model/metadata/survey-schema.js';
import { defaultSurvey } from '../model/layout.js';
import { instantText } from '../model/time.js';
import { writeStored } from '../storage/metadata-attributes.js';
import { skeleton } from '../storage/skeleton.js';

/** What a new file says of itself. */
export interface NewFile {
  /** How far the data are processed: 0 raw to 3. Default: 1. */
  readonly dataLevel?: 0 | 1 | 2 | 3;
  /** Of the one survey of version 0.1.0. */
  readonly survey?: SurveyMetadataInput;
}

/** How to create it. */
export interface CreateOptions {
  readonly adapter: Hdf5Adapter;
  readonly version: Mth5Version;
  readonly created: NewFile | undefined;
}

const nanosecondsPerMillisecond = 1_000_000n;
/** The release of MTH5 whose layout this is. */
const softwareVersion = '0.6.5';

/**
 * Creates an MTH5 file without a station, open for writing.
 *
 * @throws Hdf5Error as `openFile` for a new file; `INVALID_DATA`.
 */
export async function createMth5(
  path: string,
  mode: 'w' | 'wx',
  { adapter, version, created = {} }: CreateOptions,
): Promise<Hdf5File> {
  const root = codecOf(rootSchema);
  const where = { file: path };
  const attributes = root.encode(
    root.complete(
      {
        'file.version': version,
        data_level: created.dataLevel ?? 1,
        'file.access.platform': `${process.platform}-${process.arch}`,
        'file.access.time': instantText(BigInt(Date.now()) * nanosecondsPerMillisecond),
        'mth5.software.version': softwareVersion,
      },
      where,
    ),
  );
  const survey = codecOf(surveySchema);
  const surveyAttributes = survey.encode(survey.complete({ id: defaultSurvey, ...created.survey }, where));
  const file = await openFile(path, { adapter, mode, skeleton: skeleton(version) });
  try {
    // One of a file that had this name would undo this one. Where that is still written, its journal is its own.
    if (mode === 'w') forgetUndo(path);
    await writeStored(file.root.attributes, attributes);
    if (version === '0.1.0') await writeStored((await file.group(rootGroup(version))).attributes, surveyAttributes);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
