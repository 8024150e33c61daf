import {
  allElements,
  constants,
  currentErrorStack,
  defaultList,
  unlimited,
  variableLength,
} from '../../../packages/native/src/c/constants.js';
import { declarations, globals, optionalDeclarations } from '../../../packages/native/src/c/declarations.js';
import { enumerations, functionTypes, typeAliases } from '../../../packages/native/src/c/types.js';
import { laidOutStructures } from './laid-out-structures.js';
import type { OurDeclarations } from './our-declarations.js';

/** What `@h5tail/native` says about the C interface of HDF5. */
export const nativeDeclarations: OurDeclarations = {
  declarations,
  optionalDeclarations,
  globals,
  typeAliases,
  enumerations,
  functionTypes,
  constants: {
    ...constants,
    H5P_DEFAULT: defaultList,
    H5S_ALL: allElements,
    H5E_DEFAULT: currentErrorStack,
    H5S_UNLIMITED: unlimited,
    H5T_VARIABLE: variableLength,
  },
  structures: {
    // As `object-info.ts` reads it; more bytes than any version has.
    H5O_info1_t: {
      size: 256,
      fields: {
        fileno: { offset: 0, type: 'unsigned long' },
        addr: { offset: 8, type: 'haddr_t' },
        type: { offset: 16, type: 'H5O_type_t' },
      },
    },
    // As `error-stack.ts` gives it to koffi.
    ...laidOutStructures({
      H5E_error2_t: {
        cls_id: 'int64_t',
        maj_num: 'int64_t',
        min_num: 'int64_t',
        line: 'unsigned int',
        func_name: 'const char *',
        file_name: 'const char *',
        desc: 'const char *',
      },
    }),
  },
};
