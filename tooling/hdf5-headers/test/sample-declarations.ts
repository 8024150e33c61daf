import { fileURLToPath } from 'node:url';
import type { OurDeclarations } from '../src/our-declarations.js';

/** The folder of headers that were made up for these tests. */
export const sampleFolder = fileURLToPath(new URL('sample', import.meta.url));

/** Declarations without a fault, for the headers in {@link sampleFolder}. */
export const soundDeclarations: OurDeclarations = {
  declarations: {
    H5open: 'herr_t H5open(void)',
    H5Dread: 'herr_t H5Dread(hid_t dataset, hid_t type, const hsize_t *start, void *data)',
    H5Sis_simple: 'htri_t H5Sis_simple(hid_t space)',
    H5Iget_name: 'ssize_t H5Iget_name(hid_t id, char *text, size_t size)',
    H5Dlists: 'hsize_t **H5Dlists(const char **names, H5S_class_t kind)',
    H5Oget_info: 'herr_t H5Oget_info(hid_t location, H5O_info1_t *info)',
    H5Literate: 'herr_t H5Literate(hid_t group, hsize_t *position, H5L_iterate1_t operator, void *data)',
    H5Dopen1: 'hid_t H5Dopen1(hid_t file, const char *name)',
    H5Dopen2: 'hid_t H5Dopen2(hid_t file, const char *name, hid_t list)',
  },
  optionalDeclarations: { H5Dread_chunk: 'herr_t H5Dread_chunk(hid_t dataset)' },
  globals: ['H5P_FILE_ID_g'],
  typeAliases: { hid_t: 'int64_t', herr_t: 'int', htri_t: 'int', hbool_t: 'int', hsize_t: 'uint64_t' },
  enumerations: ['H5S_class_t'],
  functionTypes: ['H5L_iterate1_t'],
  constants: {
    H5S_NO_CLASS: -1,
    H5S_SIMPLE: 1,
    H5S_LAST: 19,
    H5F_READ: 0x40,
    H5F_BOTH: 0x45,
    H5S_MOST: 2n ** 64n - 1n,
  },
  structures: {
    H5O_info1_t: {
      size: 56,
      fields: {
        addr: { offset: 8, type: 'hsize_t' },
        shared: { offset: 16, type: 'hbool_t' },
        'counts.second': { offset: 24, type: 'uint32_t' },
        'u.val_size': { offset: 32, type: 'size_t' },
      },
    },
  },
};
