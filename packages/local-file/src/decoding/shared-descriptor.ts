import { closeSync, fstatSync, openSync } from 'node:fs';

/** A descriptor with several users, closed when the last one has released it. */
export class SharedDescriptor {
  readonly descriptor: number;
  #users = 1;

  private constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** Opens a file, with one user. @throws What the operating system says. */
  static open(path: string): SharedDescriptor {
    return new SharedDescriptor(openSync(path, 'r'));
  }

  /**
   * Opens a file that is open already a second time, so that it can be read after the first descriptor was closed.
   *
   * @param path A name of it.
   * @param descriptor The first one.
   * @returns With one user; `undefined` where the name leads to another file by now, or to none.
   */
  static of(path: string, descriptor: number): SharedDescriptor | undefined {
    let second: number | undefined;
    try {
      second = openSync(path, 'r');
      const [wanted, found] = [fstatSync(descriptor, { bigint: true }), fstatSync(second, { bigint: true })];
      if (wanted.dev === found.dev && wanted.ino === found.ino) return new SharedDescriptor(second);
    } catch {
      // Whoever reads the file in another way is told what the system says.
    }
    if (second !== undefined) closeSync(second);
    return undefined;
  }

  /** Adds a user. */
  retain(): void {
    this.#users++;
  }

  release(): void {
    if (--this.#users === 0) closeSync(this.descriptor);
  }
}
