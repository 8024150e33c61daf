import type { Dtype, Filter } from '@h5tail/adapter';
import type { ElementBlocks } from './element-blocks.js';

/** An attribute as it is kept; never changed, only replaced. */
export interface StoredAttribute {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[] | null;
  /** Encoded elements; none for a null dataspace. */
  readonly bytes: Uint8Array;
}

/** What a writer changes, and what readers see of it since the last flush. */
export interface Versions<Value> {
  live: Value;
  flushed: Value;
}

interface StoredBase {
  /** What references to the object hold; never 0. */
  readonly id: number;
  readonly attributes: Versions<ReadonlyMap<string, StoredAttribute>>;
}

export type StoredLink =
  | { readonly type: 'hard'; readonly object: StoredObject }
  | { readonly type: 'soft'; readonly target: string }
  | { readonly type: 'external'; readonly file: string; readonly target: string };

export interface StoredGroup extends StoredBase {
  readonly kind: 'group';
  readonly links: Map<string, StoredLink>;
  /** Whether names come in creation order. */
  readonly tracksOrder: boolean;
}

export interface StoredDataset extends StoredBase {
  readonly kind: 'dataset';
  readonly dtype: Dtype;
  /** `null` for a null dataspace. */
  readonly maxShape: readonly (number | null)[] | null;
  readonly chunks: readonly number[] | null;
  readonly filters: readonly Filter[];
  readonly fillValue: number | bigint | string | undefined;
  readonly isVirtual: boolean;
  /** `null` for a null dataspace. */
  readonly content: Versions<ElementBlocks> | null;
}

export interface StoredDatatype extends StoredBase {
  readonly kind: 'datatype';
  readonly dtype: Dtype;
}

export type StoredObject = StoredGroup | StoredDataset | StoredDatatype;

let lastId = 0;

/** The part that all objects have, without attributes. */
export function storedBase(): Pick<StoredGroup, 'id' | 'attributes'> {
  lastId++;
  return { id: lastId, attributes: { live: new Map(), flushed: new Map() } };
}

/** An empty group. */
export function storedGroup(tracksOrder = false): StoredGroup {
  return { ...storedBase(), kind: 'group', links: new Map(), tracksOrder };
}

/** Makes what was written to one object visible to readers. */
export function flushObject(object: StoredObject): void {
  object.attributes.flushed = object.attributes.live;
  if (object.kind === 'dataset' && object.content !== null) object.content.flushed = object.content.live.snapshot();
}

/** Throws away what was not flushed, as the death of a writer does. */
export function revertObject(object: StoredObject): void {
  object.attributes.live = object.attributes.flushed;
  if (object.kind === 'dataset' && object.content !== null) object.content.live = object.content.flushed.snapshot();
}

/** Every object that can be reached from `group` by hard links, with its first path; groups before what is in them. */
export function* storedObjects(
  group: StoredGroup,
  path = '/',
  seen = new Set<StoredObject>([group]),
): Generator<readonly [path: string, object: StoredObject]> {
  if (path === '/') yield [path, group];
  for (const [name, link] of group.links) {
    if (link.type !== 'hard' || seen.has(link.object)) continue;
    seen.add(link.object);
    const childPath = path === '/' ? `/${name}` : `${path}/${name}`;
    yield [childPath, link.object];
    if (link.object.kind === 'group') yield* storedObjects(link.object, childPath, seen);
  }
}
