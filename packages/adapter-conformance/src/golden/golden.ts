/**
 * The JSON that `python/make_fixtures.py` writes for each good fixture: everything that h5py finds in it.
 *
 * The format is described in `fixtures/README.md`.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import type { Dtype, Link, ObjectKind } from '@h5tail/adapter';
import { packagePath } from '../package-folder.js';

/** A dtype with numbers that do not fill their bytes, and the plain one that HDF5 converts them to. */
export interface OddDtype {
  readonly class: 'odd';
  readonly readAs: Dtype;
}

/** A dtype in JSON: enum values beyond 2^53 are strings. */
export type GoldenDtype = Dtype | OddDtype;

/** Elements in JSON; `null` for a null dataspace, a digest where there are many. */
export type GoldenData = readonly unknown[] | { readonly [key: string]: unknown } | null;

/** An attribute. */
export interface GoldenAttribute {
  readonly name: string;
  readonly dtype: GoldenDtype;
  readonly shape: readonly number[] | null;
  readonly data: GoldenData;
}

/** A name in a group; `kind` is `null` where the link leads nowhere. */
export interface GoldenChild {
  readonly name: string;
  readonly kind: Exclude<ObjectKind, 'unresolved'> | null;
  readonly link: Link;
}

interface GoldenBase {
  readonly path: string;
  readonly attributes: readonly GoldenAttribute[];
}

export interface GoldenGroup extends GoldenBase {
  readonly kind: 'group';
  /** Sorted by the bytes of the names. */
  readonly children: readonly GoldenChild[];
  /** Names in order of creation, where the group remembers it. */
  readonly creationOrder?: readonly string[];
}

export interface GoldenDataset extends GoldenBase {
  readonly kind: 'dataset';
  readonly dtype: GoldenDtype;
  readonly shape: readonly number[] | null;
  readonly maxShape: readonly (number | null)[] | null;
  readonly chunks: readonly number[] | null;
  readonly filters: readonly { readonly id: number; readonly options: readonly number[] }[];
  readonly isVirtual: boolean;
  readonly data: GoldenData;
  readonly fillValue?: unknown;
}

export interface GoldenDatatype extends GoldenBase {
  readonly kind: 'datatype';
  readonly dtype: GoldenDtype;
}

/** An object under another name than its first one. */
export interface GoldenAlias {
  readonly path: string;
  readonly kind: Exclude<ObjectKind, 'unresolved'>;
  readonly sameObjectAs: string;
}

export type GoldenObject = GoldenGroup | GoldenDataset | GoldenDatatype | GoldenAlias;

/** A whole file. */
export interface Golden {
  readonly file: string;
  readonly superblock: { readonly version: number; readonly writerFlags: number | null };
  readonly objects: readonly GoldenObject[];
}

/** Whether the object was described before, under another name. */
export function isAlias(object: GoldenObject): object is GoldenAlias {
  return 'sameObjectAs' in object;
}

/** Reads the golden of a fixture, for example `tree.h5`. */
export async function readGolden(fixture: string): Promise<Golden> {
  const text = await readFile(packagePath(`fixtures/${fixture.replace(/\.h5$/, '.json')}`), 'utf8');
  const golden = JSON.parse(text) as Golden;
  return { ...golden, objects: golden.objects.map((object) => withElements(object, golden)) };
}

/** A dataset behind a filter names the one without it that holds the same elements. */
function withElements(object: GoldenObject, golden: Golden): GoldenObject {
  if (isAlias(object) || object.kind !== 'dataset') return object;
  const { data } = object;
  if (data === null || !('sameAs' in data)) return object;
  const twin = golden.objects.find(({ path }) => path === data['sameAs']) as GoldenDataset;
  return { ...object, data: twin.data };
}
