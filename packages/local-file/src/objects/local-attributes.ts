import {
  Hdf5Error,
  type Attribute,
  type Attributes,
  type AttributeValue,
  type CapabilityName,
  type DataOf,
  type Dtype,
  type SetAttributeOptions,
} from '@h5tail/adapter';
import {
  atPlace,
  checkCreation,
  creationCapabilities,
  requireAttributeName,
  requireCapabilities,
  typedValue,
  type TypedValue,
} from '@h5tail/adapter/implementation';
import type { FileUser } from './file-user.js';
import type { AttributeAccess } from './object-access.js';
import { requireObject } from './require-object.js';

/** The attributes of one object of a file. */
export class LocalAttributes<Access extends AttributeAccess = AttributeAccess> implements Attributes {
  readonly #user: FileUser<Access>;
  readonly #path: string;

  constructor(user: FileUser<Access>, path: string) {
    this.#user = user;
    this.#path = path;
  }

  names(): Promise<string[]> {
    return this.#user.use((access) => {
      requireObject(access, this.#path);
      return access.attributeNames(this.#path);
    });
  }

  async has(name: string): Promise<boolean> {
    requireAttributeName(name);
    return (await this.names()).includes(name);
  }

  async get(name: string): Promise<Attribute> {
    requireAttributeName(name);
    await this.#require(name);
    return this.#user.use((access) => access.readAttribute(this.#path, name));
  }

  async set(name: string, value: AttributeValue | DataOf<Dtype>, options: SetAttributeOptions = {}): Promise<void> {
    const { adapter, state } = this.#user;
    const place = { file: state.path, object: this.#path };
    state.requireStructureWritable(this.#path);
    const typed = atPlace(place, () => typedValue(value, options));
    requireCapabilities(adapter, capabilitiesOf(typed), place);
    checkCreation(typed, place);
    const replaces = await this.has(name);
    await this.#user.use((access) => access.writeAttribute(this.#path, name, typed, replaces));
  }

  async delete(name: string): Promise<void> {
    requireAttributeName(name);
    this.#user.state.requireStructureWritable(this.#path);
    await this.#require(name);
    await this.#user.use((access) => access.deleteAttribute(this.#path, name));
  }

  async #require(name: string): Promise<void> {
    if (await this.has(name)) return;
    throw new Hdf5Error('OBJECT_NOT_FOUND', `there is no attribute '${name}'`, this.#user.state.place(this.#path));
  }
}

function capabilitiesOf({ dtype, shape }: TypedValue): CapabilityName[] {
  return [...(shape === null ? (['createNullDataspace'] as const) : []), ...creationCapabilities(dtype)];
}
