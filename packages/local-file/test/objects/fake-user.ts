import type { Attributes, Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { LocalGroup, OpenState, type FileUser, type NewDatasetOptions } from '../../src/objects.js';
import type { FakeObjects } from './fake-objects.js';

/** The root group of a fake file; what is made and opened is only names. */
export function fakeRoot(objects: FakeObjects, how: Partial<OpenState> & { deleteLink?: boolean } = {}): LocalGroup {
  const user = new FakeUser(objects, how);
  return new LocalGroup(user, {} as Hdf5File, '/');
}

class FakeUser implements FileUser {
  readonly adapter: Hdf5Adapter;
  readonly state: OpenState;
  readonly #objects: FakeObjects;

  constructor(objects: FakeObjects, { deleteLink = true, ...how }: Parameters<typeof fakeRoot>[1] & object) {
    this.#objects = objects;
    this.adapter = { name: 'fake', capabilities: { deleteLink } } as Hdf5Adapter;
    this.state = new OpenState({ path: objects.file, mode: 'r+', swmr: 'none', ...how });
    this.state.closed = how.closed ?? false;
  }

  async use<Result>(work: (access: FakeObjects) => Result | Promise<Result>): Promise<Result> {
    this.state.requireOpen();
    return work(this.#objects);
  }

  attributes(): Attributes {
    return {} as Attributes;
  }

  openDataset(file: Hdf5File, path: string): Promise<Dataset> {
    return Promise.resolve({ kind: 'dataset', file, path } as Dataset);
  }

  createDataset(path: string, _options: NewDatasetOptions, makeWay: (access: FakeObjects) => void): Promise<void> {
    return this.use((access) => {
      makeWay(access);
      access.entries.set(path, 'dataset');
    });
  }
}
