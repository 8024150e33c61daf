import { readGolden } from '../golden/golden.js';
import { storeGolden } from '../golden/store-golden.js';
import { MemoryDisk } from '../memory/memory-disk.js';
import { MemoryWriter } from './memory-writer.js';
import { companions, type DrivenWriter, type TestStorage } from './test-storage.js';

/** Files on a `MemoryDisk`; fixtures come from their goldens, and the writer runs in this process. */
export class MemoryStorage implements TestStorage {
  readonly kind = 'memory';
  readonly tellsChanges = true;
  readonly disk: MemoryDisk;
  #lastNumber = 0;

  constructor(disk = new MemoryDisk()) {
    this.disk = disk;
  }

  newPath(name: string): Promise<string> {
    this.#lastNumber++;
    return Promise.resolve(`/${this.#lastNumber}/${name}`);
  }

  async fixture(name: string): Promise<string> {
    const path = await this.newPath(name);
    const folder = path.slice(0, -name.length);
    for (const file of [name, ...(companions[name] ?? [])])
      storeGolden(this.disk, folder + file, await readGolden(file));
    return path;
  }

  replace(from: string, to: string): Promise<void> {
    this.disk.rename(from, to);
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.disk.remove(path);
    return Promise.resolve();
  }

  writer(): Promise<DrivenWriter> {
    return Promise.resolve(new MemoryWriter(this.disk));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
