import type { Key, Keys } from './key.js';

/** What the attributes of one kind of object are. */
export interface Schema<SomeKeys extends Keys = Keys> {
  /** The attribute `mth5_type`, which is written together with `hdf5_reference`; undefined where there is neither. */
  readonly mth5Type: string | undefined;
  readonly keys: SomeKeys;
}

/** Custom attributes: whatever else an object has. What is read may be of any kind; see `completeMetadata` for writing. */
export type CustomAttributes = Readonly<Record<string, unknown>>;

type NamesOf<SomeKeys extends Keys, Presence> = {
  [Name in keyof SomeKeys & string]: SomeKeys[Name]['presence'] extends Presence ? Name : never;
}[keyof SomeKeys & string];

type ValueOf<SomeKey> = SomeKey extends Key<infer Value> ? Value : never;

type Plain<Type> = { [Name in keyof Type]: Type[Name] };

/** Whole metadata of a schema: the keys that are always written, optional ones that have a value, and custom attributes. */
export type MetadataOf<SomeSchema extends Schema> = Plain<
  {
    readonly [Name in NamesOf<SomeSchema['keys'], 'default'>]: ValueOf<SomeSchema['keys'][Name]>;
  } & {
    readonly [Name in NamesOf<SomeSchema['keys'], 'optional'>]?: ValueOf<SomeSchema['keys'][Name]>;
  } & { readonly custom?: CustomAttributes }
>;

/** Metadata as given: any keys of a schema, and custom attributes. `null` and `undefined` stand for no value. */
export type InputOf<SomeSchema extends Schema> = Plain<
  {
    readonly [Name in keyof SomeSchema['keys'] & string]?: ValueOf<SomeSchema['keys'][Name]> | null | undefined;
  } & { readonly custom?: CustomAttributes | undefined }
>;
