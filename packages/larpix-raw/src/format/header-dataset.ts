import {
  Hdf5Error,
  isHdf5Error,
  type AnyData,
  type CompoundDtype,
  type Dataset,
  type Dtype,
  type Hdf5File,
} from '@h5tail/adapter';
import type { IoGroups } from '../messages/io-groups.js';
import { layout } from './layout.js';

/** Header fields of messages by name, in the order of the file: `io_groups`, and what other programs added. */
export type HeaderFields = ReadonlyMap<string, AnyData>;

/** The dataset of headers: a compound, or in files of December 2020 the plain numbers. */
export type HeaderDataset =
  | { readonly kind: 'compound'; readonly dataset: Dataset<CompoundDtype> }
  | { readonly kind: 'plain'; readonly dataset: Dataset };

/**
 * Opens the dataset of headers.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND`, `WRONG_DTYPE` where the boards are no integers, `WRONG_SHAPE`.
 */
export async function openHeaders(file: Hdf5File): Promise<HeaderDataset> {
  const headers = await findHeaders(file);
  const { dataset } = headers;
  const place = { file: file.path, object: dataset.path, remedy: 'Name a raw message file' };
  if (ioGroupsDtype(headers)?.class !== 'integer') {
    throw new Hdf5Error('WRONG_DTYPE', `the headers have no integers named ${layout.ioGroups}`, place);
  }
  if (dataset.shape?.length !== 1) throw new Hdf5Error('WRONG_SHAPE', 'the headers are not a list', place);
  return headers;
}

async function findHeaders(file: Hdf5File): Promise<HeaderDataset> {
  try {
    return { kind: 'compound', dataset: await file.dataset(layout.headers, 'compound') };
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'OBJECT_NOT_FOUND') throw error;
    const plain = await file.dataset(layout.plainIoGroups).catch(missing);
    if (plain === undefined) throw error;
    return { kind: 'plain', dataset: plain };
  }
}

/** @throws What says anything else than that it is not there. */
function missing(error: unknown): undefined {
  if (!isHdf5Error(error) || (error.code !== 'OBJECT_NOT_FOUND' && error.code !== 'WRONG_KIND')) throw error;
}

function ioGroupsDtype({ kind, dataset }: HeaderDataset): Dtype | undefined {
  return kind === 'plain' ? dataset.dtype : dataset.dtype.members.find(({ name }) => name === layout.ioGroups)?.dtype;
}

/** The headers of messages `start` to `stop - 1`. */
export async function readHeaders(
  { kind, dataset }: HeaderDataset,
  start: number,
  stop: number,
  signal: AbortSignal | undefined,
): Promise<HeaderFields> {
  const options = signal === undefined ? {} : { signal };
  if (kind === 'compound') return (await dataset.read([[start, stop]], options)).data;
  return new Map([[layout.ioGroups, (await dataset.read([[start, stop]], options)).data]]);
}

/**
 * The boards among header fields.
 *
 * @param path Of the file, for the error.
 * @throws Hdf5Error `INVALID_DATA` where a file with wider numbers has one that is not from 0 to 65,535.
 */
export function ioGroupsOf(fields: HeaderFields, path: string): IoGroups {
  const values = fields.get(layout.ioGroups) as ArrayLike<number | bigint> | undefined;
  if (values instanceof Uint8Array || values instanceof Uint16Array) return values;
  const wide = Uint16Array.from({ length: values?.length ?? 0 }, (_, i) => Number(values?.[i]));
  const wrong = wide.findIndex((value, i) => value !== Number(values?.[i]));
  if (wrong === -1) return wide;
  throw new Hdf5Error('INVALID_DATA', `io_group ${values?.[wrong]} is no number of a board`, {
    file: path,
    object: layout.headers,
    remedy: 'Correct the headers with the program that wrote them',
  });
}
