import type { DataspaceId, ErrorStackId, PropertyListId } from './identifiers.js';

/** Macros and enumerators of HDF5's headers, by their names there. A script compares the values with the headers. */
export const constants = {
  H5AC__CURR_CACHE_CONFIG_VERSION: 1,
  H5F_ACC_RDONLY: 0x0,
  H5F_ACC_RDWR: 0x1,
  H5F_ACC_TRUNC: 0x2,
  H5F_ACC_EXCL: 0x4,
  H5F_ACC_SWMR_WRITE: 0x20,
  H5F_ACC_SWMR_READ: 0x40,
  H5F_SCOPE_LOCAL: 0,
  H5F_OBJ_ALL: 0x1f,
  H5F_OBJ_FILE: 0x1,
  H5F_OBJ_DATASET: 0x2,
  H5F_LIBVER_EARLIEST: 0,
  H5F_LIBVER_V18: 1,
  H5F_LIBVER_V110: 2,
  H5F_FSPACE_STRATEGY_FSM_AGGR: 0,
  H5F_FSPACE_STRATEGY_PAGE: 1,
  H5F_FSPACE_STRATEGY_AGGR: 2,
  H5F_FSPACE_STRATEGY_NONE: 3,
  H5_INDEX_NAME: 0,
  H5_INDEX_CRT_ORDER: 1,
  H5_ITER_INC: 0,
  H5P_CRT_ORDER_TRACKED: 1,
  H5L_TYPE_SOFT: 1,
  H5L_TYPE_EXTERNAL: 64,
  H5O_INFO_BASIC: 1,
  H5O_TYPE_GROUP: 0,
  H5O_TYPE_DATASET: 1,
  H5O_TYPE_NAMED_DATATYPE: 2,
  H5D_ALLOC_TIME_EARLY: 1,
  H5D_CONTIGUOUS: 1,
  H5D_CHUNKED: 2,
  H5D_VIRTUAL: 3,
  H5D_FILL_VALUE_USER_DEFINED: 2,
  H5S_MAX_RANK: 32,
  H5S_SCALAR: 0,
  H5S_NULL: 2,
  H5S_SELECT_SET: 0,
  H5T_INTEGER: 0,
  H5T_FLOAT: 1,
  H5T_TIME: 2,
  H5T_STRING: 3,
  H5T_BITFIELD: 4,
  H5T_OPAQUE: 5,
  H5T_COMPOUND: 6,
  H5T_REFERENCE: 7,
  H5T_ENUM: 8,
  H5T_VLEN: 9,
  H5T_ARRAY: 10,
  H5T_ORDER_LE: 0,
  H5T_ORDER_BE: 1,
  H5T_SGN_2: 1,
  H5T_NORM_IMPLIED: 0,
  H5T_CSET_UTF8: 1,
  H5T_STR_NULLTERM: 0,
  H5T_STR_NULLPAD: 1,
  H5T_STR_SPACEPAD: 2,
  H5R_OBJECT: 0,
  H5R_DATASET_REGION: 1,
  H5E_WALK_DOWNWARD: 1,
  H5Z_FLAG_OPTIONAL: 1,
  H5Z_FILTER_CONFIG_ENCODE_ENABLED: 1,
} as const;

/** The default property list (`H5P_DEFAULT`). */
export const defaultList = 0n as PropertyListId;

/** All elements of a dataset (`H5S_ALL`). */
export const allElements = 0n as DataspaceId;

/** The error stack of the calling thread (`H5E_DEFAULT`). */
export const currentErrorStack = 0n as ErrorStackId;

/** Address of what is nowhere in a file (`HADDR_UNDEF`). */
export const nowhere = 2n ** 64n - 1n;

/** No limit along an axis (`H5S_UNLIMITED`), as unsigned 64-bit number. */
export const unlimited = 2n ** 64n - 1n;

/** Length of text that varies from element to element (`H5T_VARIABLE`). */
export const variableLength = 2n ** 64n - 1n;
