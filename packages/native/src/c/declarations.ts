/**
 * Every function of the HDF5 library that this package calls, as the C prototype of HDF5's headers; and nothing else
 * declares one. The TypeScript signatures are derived from these texts (see `functions.ts`), and a script compares the
 * texts with the installed headers.
 *
 * The types are those of the headers. The names of identifiers say what they identify, which is what tells a dataset's
 * identifier from a file's in TypeScript: C has `hid_t` for all of them.
 */
export const declarations = {
  H5open: 'herr_t H5open(void)',
  H5dont_atexit: 'herr_t H5dont_atexit(void)',
  H5get_libversion: 'herr_t H5get_libversion(unsigned *major, unsigned *minor, unsigned *release)',
  H5is_library_threadsafe: 'herr_t H5is_library_threadsafe(hbool_t *is_threadsafe)',

  H5Eset_auto2: 'herr_t H5Eset_auto2(hid_t stack, H5E_auto2_t function, void *client_data)',
  H5Ewalk2: 'herr_t H5Ewalk2(hid_t stack, H5E_direction_t direction, H5E_walk2_t function, void *client_data)',
  H5Eget_msg: 'ssize_t H5Eget_msg(hid_t message, H5E_type_t *type, char *text, size_t size)',
  H5Eget_current_stack: 'hid_t H5Eget_current_stack(void)',
  H5Eclose_stack: 'herr_t H5Eclose_stack(hid_t stack)',

  H5Iis_valid: 'htri_t H5Iis_valid(hid_t id)',
  H5Idec_ref: 'int H5Idec_ref(hid_t id)',

  H5Fopen: 'hid_t H5Fopen(const char *filename, unsigned flags, hid_t list)',
  H5Fcreate: 'hid_t H5Fcreate(const char *filename, unsigned flags, hid_t creation_list, hid_t access_list)',
  H5Fclose: 'herr_t H5Fclose(hid_t file)',
  H5Fflush: 'herr_t H5Fflush(hid_t object, H5F_scope_t scope)',
  H5Fstart_swmr_write: 'herr_t H5Fstart_swmr_write(hid_t file)',
  H5Fget_vfd_handle: 'herr_t H5Fget_vfd_handle(hid_t file, hid_t list, void **file_handle)',
  H5Fget_intent: 'herr_t H5Fget_intent(hid_t file, unsigned *intent)',
  H5Fget_eoa: 'herr_t H5Fget_eoa(hid_t file, haddr_t *end)',
  H5Fincrement_filesize: 'herr_t H5Fincrement_filesize(hid_t file, hsize_t increment)',
  H5Fget_obj_count: 'ssize_t H5Fget_obj_count(hid_t file, unsigned types)',
  H5Fget_obj_ids: 'ssize_t H5Fget_obj_ids(hid_t file, unsigned types, size_t max_objs, hid_t *ids)',

  H5Gcreate2: 'hid_t H5Gcreate2(hid_t location, const char *name, hid_t link_list, hid_t creation_list, hid_t list)',
  H5Gopen2: 'hid_t H5Gopen2(hid_t location, const char *name, hid_t list)',
  H5Gget_create_plist: 'hid_t H5Gget_create_plist(hid_t group)',

  H5Oget_info_by_name2:
    'herr_t H5Oget_info_by_name2(hid_t location, const char *name, H5O_info1_t *info, unsigned fields, hid_t list)',

  H5Lget_val: 'herr_t H5Lget_val(hid_t location, const char *name, void *value, size_t size, hid_t list)',
  H5Lcreate_soft:
    'herr_t H5Lcreate_soft(const char *target, hid_t location, const char *name, hid_t creation_list, hid_t list)',
  H5Lcreate_hard:
    'herr_t H5Lcreate_hard(hid_t target_location, const char *target, hid_t location, const char *name, hid_t creation_list, hid_t list)',
  H5Lcreate_external:
    'herr_t H5Lcreate_external(const char *file_name, const char *object_name, hid_t location, const char *name, hid_t creation_list, hid_t list)',
  H5Ldelete: 'herr_t H5Ldelete(hid_t location, const char *name, hid_t list)',

  H5Acreate_by_name:
    'hid_t H5Acreate_by_name(hid_t location, const char *object_name, const char *name, hid_t type, hid_t space, hid_t creation_list, hid_t access_list, hid_t list)',
  H5Aopen_by_name:
    'hid_t H5Aopen_by_name(hid_t location, const char *object_name, const char *name, hid_t access_list, hid_t list)',
  H5Aread: 'herr_t H5Aread(hid_t attribute, hid_t type, void *data)',
  H5Awrite: 'herr_t H5Awrite(hid_t attribute, hid_t type, const void *data)',
  H5Aget_space: 'hid_t H5Aget_space(hid_t attribute)',
  H5Aget_type: 'hid_t H5Aget_type(hid_t attribute)',
  H5Adelete_by_name: 'herr_t H5Adelete_by_name(hid_t location, const char *object_name, const char *name, hid_t list)',
  H5Arename_by_name:
    'herr_t H5Arename_by_name(hid_t location, const char *object_name, const char *old_name, const char *new_name, hid_t list)',
  H5Aiterate_by_name:
    'herr_t H5Aiterate_by_name(hid_t location, const char *object_name, H5_index_t index_type, H5_iter_order_t order, hsize_t *position, H5A_operator2_t operator, void *data, hid_t list)',

  H5Dcreate2:
    'hid_t H5Dcreate2(hid_t location, const char *name, hid_t type, hid_t space, hid_t link_list, hid_t creation_list, hid_t access_list)',
  H5Dopen2: 'hid_t H5Dopen2(hid_t location, const char *name, hid_t list)',
  H5Dget_space: 'hid_t H5Dget_space(hid_t dataset)',
  H5Dget_type: 'hid_t H5Dget_type(hid_t dataset)',
  H5Dget_create_plist: 'hid_t H5Dget_create_plist(hid_t dataset)',
  H5Dget_offset: 'haddr_t H5Dget_offset(hid_t dataset)',
  H5Dread:
    'herr_t H5Dread(hid_t dataset, hid_t memory_type, hid_t memory_space, hid_t file_space, hid_t list, void *data)',
  H5Dwrite:
    'herr_t H5Dwrite(hid_t dataset, hid_t memory_type, hid_t memory_space, hid_t file_space, hid_t list, const void *data)',
  H5Dvlen_reclaim: 'herr_t H5Dvlen_reclaim(hid_t type, hid_t space, hid_t list, void *data)',
  H5Dset_extent: 'herr_t H5Dset_extent(hid_t dataset, const hsize_t *size)',
  H5Dflush: 'herr_t H5Dflush(hid_t dataset)',
  H5Drefresh: 'herr_t H5Drefresh(hid_t dataset)',
  H5Dwrite_chunk:
    'herr_t H5Dwrite_chunk(hid_t dataset, hid_t list, uint32_t filters, const hsize_t *offset, size_t size, const void *data)',
  H5Dget_chunk_storage_size: 'herr_t H5Dget_chunk_storage_size(hid_t dataset, const hsize_t *offset, hsize_t *bytes)',
  H5Dget_chunk_info_by_coord:
    'herr_t H5Dget_chunk_info_by_coord(hid_t dataset, const hsize_t *offset, unsigned *filter_mask, haddr_t *address, hsize_t *size)',

  H5Screate: 'hid_t H5Screate(H5S_class_t kind)',
  H5Screate_simple: 'hid_t H5Screate_simple(int rank, const hsize_t *dims, const hsize_t *max_dims)',
  H5Sclose: 'herr_t H5Sclose(hid_t space)',
  H5Sget_simple_extent_type: 'H5S_class_t H5Sget_simple_extent_type(hid_t space)',
  H5Sget_simple_extent_dims: 'int H5Sget_simple_extent_dims(hid_t space, hsize_t *dims, hsize_t *max_dims)',
  H5Sselect_hyperslab:
    'herr_t H5Sselect_hyperslab(hid_t space, H5S_seloper_t operation, const hsize_t *start, const hsize_t *stride, const hsize_t *count, const hsize_t *block)',

  H5Tcopy: 'hid_t H5Tcopy(hid_t type)',
  H5Tcreate: 'hid_t H5Tcreate(H5T_class_t class, size_t size)',
  H5Topen2: 'hid_t H5Topen2(hid_t location, const char *name, hid_t list)',
  H5Tget_create_plist: 'hid_t H5Tget_create_plist(hid_t type)',
  H5Tequal: 'htri_t H5Tequal(hid_t first_type, hid_t second_type)',
  H5Tget_class: 'H5T_class_t H5Tget_class(hid_t type)',
  H5Tget_size: 'size_t H5Tget_size(hid_t type)',
  H5Tset_size: 'herr_t H5Tset_size(hid_t type, size_t size)',
  H5Tget_order: 'H5T_order_t H5Tget_order(hid_t type)',
  H5Tset_order: 'herr_t H5Tset_order(hid_t type, H5T_order_t order)',
  H5Tget_sign: 'H5T_sign_t H5Tget_sign(hid_t type)',
  H5Tget_precision: 'size_t H5Tget_precision(hid_t type)',
  H5Tget_fields:
    'herr_t H5Tget_fields(hid_t type, size_t *sign, size_t *exponent, size_t *exponent_size, size_t *mantissa, size_t *mantissa_size)',
  H5Tset_fields:
    'herr_t H5Tset_fields(hid_t type, size_t sign, size_t exponent, size_t exponent_size, size_t mantissa, size_t mantissa_size)',
  H5Tget_ebias: 'size_t H5Tget_ebias(hid_t type)',
  H5Tset_ebias: 'herr_t H5Tset_ebias(hid_t type, size_t bias)',
  H5Tget_norm: 'H5T_norm_t H5Tget_norm(hid_t type)',
  H5Tget_cset: 'H5T_cset_t H5Tget_cset(hid_t type)',
  H5Tset_cset: 'herr_t H5Tset_cset(hid_t type, H5T_cset_t charset)',
  H5Tget_strpad: 'H5T_str_t H5Tget_strpad(hid_t type)',
  H5Tset_strpad: 'herr_t H5Tset_strpad(hid_t type, H5T_str_t padding)',
  H5Tis_variable_str: 'htri_t H5Tis_variable_str(hid_t type)',
  H5Tget_super: 'hid_t H5Tget_super(hid_t type)',
  H5Tget_nmembers: 'int H5Tget_nmembers(hid_t type)',
  H5Tget_member_name: 'char *H5Tget_member_name(hid_t type, unsigned member)',
  H5Tget_member_type: 'hid_t H5Tget_member_type(hid_t type, unsigned member)',
  H5Tget_member_offset: 'size_t H5Tget_member_offset(hid_t type, unsigned member)',
  H5Tget_member_value: 'herr_t H5Tget_member_value(hid_t type, unsigned member, void *value)',
  H5Tinsert: 'herr_t H5Tinsert(hid_t parent_type, const char *name, size_t offset, hid_t type)',
  H5Tenum_create: 'hid_t H5Tenum_create(hid_t base_type)',
  H5Tenum_insert: 'herr_t H5Tenum_insert(hid_t type, const char *name, const void *value)',
  H5Tvlen_create: 'hid_t H5Tvlen_create(hid_t base_type)',
  H5Tarray_create2: 'hid_t H5Tarray_create2(hid_t base_type, unsigned rank, const hsize_t *dims)',
  H5Tget_array_ndims: 'int H5Tget_array_ndims(hid_t type)',
  H5Tget_array_dims2: 'int H5Tget_array_dims2(hid_t type, hsize_t *dims)',
  H5Tget_tag: 'char *H5Tget_tag(hid_t type)',
  H5Tset_tag: 'herr_t H5Tset_tag(hid_t type, const char *tag)',
  H5free_memory: 'herr_t H5free_memory(void *memory)',

  H5Pcreate: 'hid_t H5Pcreate(hid_t class)',
  H5Pclose: 'herr_t H5Pclose(hid_t list)',
  H5Pequal: 'htri_t H5Pequal(hid_t first_list, hid_t second_list)',
  H5Pinsert2:
    'herr_t H5Pinsert2(hid_t list, const char *name, size_t size, void *value, H5P_prp_set_func_t set, H5P_prp_get_func_t get, H5P_prp_delete_func_t delete, H5P_prp_copy_func_t copy, H5P_prp_compare_func_t compare, H5P_prp_close_func_t close)',
  H5Pget: 'herr_t H5Pget(hid_t list, const char *name, void *value)',
  H5Premove: 'herr_t H5Premove(hid_t list, const char *name)',
  H5Pset_libver_bounds: 'herr_t H5Pset_libver_bounds(hid_t list, H5F_libver_t low, H5F_libver_t high)',
  H5Pset_metadata_read_attempts: 'herr_t H5Pset_metadata_read_attempts(hid_t list, unsigned attempts)',
  H5Pset_cache: 'herr_t H5Pset_cache(hid_t list, int unused, size_t slots, size_t bytes, double preemption)',
  H5Pset_buffer: 'herr_t H5Pset_buffer(hid_t list, size_t bytes, void *conversion, void *background)',
  H5Pset_sieve_buf_size: 'herr_t H5Pset_sieve_buf_size(hid_t list, size_t bytes)',
  H5Pset_chunk_cache: 'herr_t H5Pset_chunk_cache(hid_t list, size_t slots, size_t bytes, double preemption)',
  H5Pget_mdc_config: 'herr_t H5Pget_mdc_config(hid_t list, H5AC_cache_config_t *config)',
  H5Pset_mdc_config: 'herr_t H5Pset_mdc_config(hid_t list, H5AC_cache_config_t *config)',
  H5Pset_file_space_strategy:
    'herr_t H5Pset_file_space_strategy(hid_t list, H5F_fspace_strategy_t strategy, hbool_t persist, hsize_t threshold)',
  H5Pset_file_space_page_size: 'herr_t H5Pset_file_space_page_size(hid_t list, hsize_t size)',
  H5Pset_char_encoding: 'herr_t H5Pset_char_encoding(hid_t list, H5T_cset_t encoding)',
  H5Pget_link_creation_order: 'herr_t H5Pget_link_creation_order(hid_t list, unsigned *flags)',
  H5Pget_attr_creation_order: 'herr_t H5Pget_attr_creation_order(hid_t list, unsigned *flags)',
  H5Pset_alloc_time: 'herr_t H5Pset_alloc_time(hid_t list, H5D_alloc_time_t when)',
  H5Pget_layout: 'H5D_layout_t H5Pget_layout(hid_t list)',
  H5Pget_chunk: 'int H5Pget_chunk(hid_t list, int rank, hsize_t *dims)',
  H5Pset_chunk: 'herr_t H5Pset_chunk(hid_t list, int rank, const hsize_t *dims)',
  H5Pget_nfilters: 'int H5Pget_nfilters(hid_t list)',
  H5Pget_filter2:
    'H5Z_filter_t H5Pget_filter2(hid_t list, unsigned index, unsigned *flags, size_t *count, unsigned *values, size_t name_size, char *name, unsigned *config)',
  H5Pset_filter:
    'herr_t H5Pset_filter(hid_t list, H5Z_filter_t filter, unsigned flags, size_t count, const unsigned *values)',
  H5Pset_szip: 'herr_t H5Pset_szip(hid_t list, unsigned options, unsigned pixels_per_block)',
  H5Pfill_value_defined: 'herr_t H5Pfill_value_defined(hid_t list, H5D_fill_value_t *status)',
  H5Pget_fill_value: 'herr_t H5Pget_fill_value(hid_t list, hid_t type, void *value)',
  H5Pset_fill_value: 'herr_t H5Pset_fill_value(hid_t list, hid_t type, const void *value)',
  H5Pget_virtual_count: 'herr_t H5Pget_virtual_count(hid_t list, size_t *count)',
  H5Pget_virtual_filename: 'ssize_t H5Pget_virtual_filename(hid_t list, size_t index, char *name, size_t size)',

  H5Zfilter_avail: 'htri_t H5Zfilter_avail(H5Z_filter_t filter)',
  H5Zget_filter_info: 'herr_t H5Zget_filter_info(H5Z_filter_t filter, unsigned *config)',

  H5PLsize: 'herr_t H5PLsize(unsigned *count)',
  H5PLget: 'ssize_t H5PLget(unsigned index, char *path, size_t size)',

  H5Rcreate: 'herr_t H5Rcreate(void *reference, hid_t location, const char *name, H5R_type_t kind, hid_t space)',
  H5Rget_name: 'ssize_t H5Rget_name(hid_t location, H5R_type_t kind, const void *reference, char *name, size_t size)',
} as const;

/**
 * Functions that not every supported library has under this name: newer than 1.10.5, or given a number in a later one,
 * when another version of them was added.
 */
export const optionalDeclarations = {
  /** 1.10.7, 1.12.1 and later. */
  H5Pset_file_locking: 'herr_t H5Pset_file_locking(hid_t list, hbool_t use, hbool_t ignore_when_disabled)',
  /** Until 1.10; the next one from 1.12 on. */
  H5Lget_info: 'herr_t H5Lget_info(hid_t location, const char *name, H5L_info1_t *info, hid_t list)',
  H5Lget_info1: 'herr_t H5Lget_info1(hid_t location, const char *name, H5L_info1_t *info, hid_t list)',
  /** Until 1.10; the next one from 1.12 on. */
  H5Literate:
    'herr_t H5Literate(hid_t group, H5_index_t index_type, H5_iter_order_t order, hsize_t *position, H5L_iterate1_t operator, void *data)',
  H5Literate1:
    'herr_t H5Literate1(hid_t group, H5_index_t index_type, H5_iter_order_t order, hsize_t *position, H5L_iterate1_t operator, void *data)',
  /** Until 1.14; the next one from 2.0 on. */
  H5Dread_chunk:
    'herr_t H5Dread_chunk(hid_t dataset, hid_t list, const hsize_t *offset, uint32_t *filters, void *data)',
  H5Dread_chunk1:
    'herr_t H5Dread_chunk1(hid_t dataset, hid_t list, const hsize_t *offset, uint32_t *filters, void *data)',
} as const;

/** Exported variables of type `hid_t`: classes of property lists, default lists and predefined datatypes. */
export const globals = [
  'H5P_CLS_FILE_ACCESS_ID_g',
  'H5P_CLS_FILE_CREATE_ID_g',
  'H5P_CLS_DATASET_CREATE_ID_g',
  'H5P_CLS_DATASET_ACCESS_ID_g',
  'H5P_CLS_DATASET_XFER_ID_g',
  'H5P_CLS_LINK_CREATE_ID_g',
  'H5P_CLS_ATTRIBUTE_CREATE_ID_g',
  'H5P_LST_FILE_MOUNT_ID_g',
  'H5T_STD_I8LE_g',
  'H5T_STD_I16LE_g',
  'H5T_STD_I32LE_g',
  'H5T_STD_I64LE_g',
  'H5T_STD_U8LE_g',
  'H5T_STD_U16LE_g',
  'H5T_STD_U32LE_g',
  'H5T_STD_U64LE_g',
  'H5T_STD_B8LE_g',
  'H5T_STD_B16LE_g',
  'H5T_STD_B32LE_g',
  'H5T_STD_B64LE_g',
  'H5T_IEEE_F32LE_g',
  'H5T_IEEE_F64LE_g',
  'H5T_STD_REF_OBJ_g',
  'H5T_STD_REF_DSETREG_g',
  'H5T_C_S1_g',
] as const;
