/**
 * Raw larpix-style message files: write, read, follow and repair them.
 *
 * @module
 */
export {};
