/**
 * Where things are in a raw message file.
 *
 * Source: the raw HDF5 file format "0.0" of larpix-control, as its releases up to 3.7 write it.
 *
 * | object | what it is |
 * | --- | --- |
 * | `/meta` | group with the attributes `version`, `created`, `modified` and, in most files, `io_version` |
 * | `/msgs` | (N), variable-length bytes: one message each |
 * | `/msg_headers` | (N), a compound with the member `io_groups`, uint8: the board that a message came from |
 */
export const layout = {
  meta: '/meta',
  messages: '/msgs',
  headers: '/msg_headers',
  /** Member of the headers. */
  ioGroups: 'io_groups',
  /** Files of December 2020 have a plain dataset of numbers in place of the headers. */
  plainIoGroups: '/io_groups',
  version: 'version',
  ioVersion: 'io_version',
  created: 'created',
  modified: 'modified',
} as const;

/** The format that new files have, and the only one there is. */
export const currentVersion = '0.0';
