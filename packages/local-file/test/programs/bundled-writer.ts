import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';

/**
 * A program that writes with one of our adapters.
 *
 * @returns Path of the module, once the tests run.
 */
export function bundledWriter(backend: 'wasm' | 'native'): () => string {
  return bundledProgram(new URL(`${backend}-writer.ts`, import.meta.url), 'writer');
}

/** A program that changes the structure of a file with one of our adapters, see `changeInALoop`. */
export function bundledChanger(backend: 'wasm' | 'native'): () => string {
  return bundledProgram(new URL(`${backend}-changer.ts`, import.meta.url), 'changer');
}

/** A program that changes a file on a full disk with one of our adapters, see `changeWithoutRoom`. */
export function bundledWithoutRoom(backend: 'wasm' | 'native'): () => string {
  return bundledProgram(new URL(`${backend}-without-room.ts`, import.meta.url), 'without-room');
}
