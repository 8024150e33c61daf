import {
  allElements,
  constants,
  currentErrorStack,
  defaultList,
  nowhere,
  unlimited,
  variableLength,
} from '../../../packages/native/src/c/constants.js';
import { declarations, globals, optionalDeclarations } from '../../../packages/native/src/c/declarations.js';
import { byteStructures, structures } from '../../../packages/native/src/c/structures.js';
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
    HADDR_UNDEF: nowhere,
  },
  structures: {
    ...byteStructures,
    ...laidOutStructures(structures),
  },
};
