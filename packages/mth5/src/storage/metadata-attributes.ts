import { dtypes, isHdf5Error, type Attribute, type Attributes } from '@h5tail/adapter';
import type { StoredAttribute } from '../model/metadata/stored-attribute.js';

/** All attributes of an object as they are stored; single values by themselves. Those of a type that cannot be read are left out. */
export async function readStored(attributes: Attributes): Promise<Map<string, unknown>> {
  const stored = new Map<string, unknown>();
  for (const name of await attributes.names()) {
    const attribute = await readable(attributes, name);
    if (attribute !== undefined) stored.set(name, valueOf(attribute));
  }
  return stored;
}

/** One attribute as {@link readStored} has it; `undefined` where there is none, or one of a type that cannot be read. */
export async function readOne(attributes: Attributes, name: string): Promise<unknown> {
  try {
    const attribute = await readable(attributes, name);
    return attribute === undefined ? undefined : valueOf(attribute);
  } catch (error) {
    if (isHdf5Error(error) && error.code === 'OBJECT_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Writes attributes that are not there, or have another value. What is right already keeps its place in the file. */
export async function writeStored(attributes: Attributes, wanted: readonly StoredAttribute[]): Promise<void> {
  const names = new Set(await attributes.names());
  for (const attribute of wanted) {
    const { name, value, kind } = attribute;
    if (names.has(name) && (await isSame(attributes, attribute))) continue;
    if (kind === 'integer') await attributes.set(name, BigInt(value as number | bigint), { dtype: dtypes.int64 });
    else await attributes.set(name, value);
  }
}

async function isSame(attributes: Attributes, { name, value, kind }: StoredAttribute): Promise<boolean> {
  const attribute = await readable(attributes, name);
  if (attribute === undefined || attribute.shape === null || attribute.shape.length > 0) return false;
  const classes = { text: 'string', number: 'float', integer: 'integer', boolean: 'boolean' } as const;
  if (attribute.dtype.class !== classes[kind]) return false;
  // A text of fixed length is one that MTH5 does not read.
  if (attribute.dtype.class === 'string' && attribute.dtype.length !== 'variable') return false;
  const found = valueOf(attribute);
  return kind === 'integer' || kind === 'boolean' ? Number(found) === Number(value) : Object.is(found, value);
}

async function readable(attributes: Attributes, name: string): Promise<Attribute | undefined> {
  try {
    return await attributes.get(name);
  } catch (error) {
    if (isHdf5Error(error) && error.code === 'UNSUPPORTED_DTYPE') return undefined;
    throw error;
  }
}

function valueOf({ shape, data }: Attribute): unknown {
  if (shape === null) return null;
  return shape.length === 0 ? (data as ArrayLike<unknown>)[0] : data;
}
