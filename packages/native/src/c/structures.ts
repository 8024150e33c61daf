/**
 * The structures of HDF5's headers that koffi reads or fills, as it takes them, with all fields in the order of the
 * headers. A script compares them with the headers.
 */
export const structures = {
  H5E_error2_t: {
    cls_id: 'int64_t',
    maj_num: 'int64_t',
    min_num: 'int64_t',
    line: 'unsigned int',
    func_name: 'const char *',
    file_name: 'const char *',
    desc: 'const char *',
  },
  /** One byte for each truth, as every compiler since 1999 has it. */
  H5AC_cache_config_t: {
    version: 'int',
    rpt_fcn_enabled: 'uint8_t',
    open_trace_file: 'uint8_t',
    close_trace_file: 'uint8_t',
    trace_file_name: 'char [1025]',
    evictions_enabled: 'uint8_t',
    set_initial_size: 'uint8_t',
    initial_size: 'size_t',
    min_clean_fraction: 'double',
    max_size: 'size_t',
    min_size: 'size_t',
    epoch_length: 'long',
    incr_mode: 'int',
    lower_hr_threshold: 'double',
    increment: 'double',
    apply_max_increment: 'uint8_t',
    max_increment: 'size_t',
    flash_incr_mode: 'int',
    flash_multiple: 'double',
    flash_threshold: 'double',
    decr_mode: 'int',
    upper_hr_threshold: 'double',
    decrement: 'double',
    apply_max_decrement: 'uint8_t',
    max_decrement: 'size_t',
    epochs_before_eviction: 'int',
    apply_empty_reserve: 'uint8_t',
    empty_reserve: 'double',
    dirty_bytes_threshold: 'size_t',
    metadata_write_strategy: 'int',
  },
} as const;

/**
 * The structures that are read byte by byte: the room that they are given, which is more than any version needs, and
 * where the fields lie that are asked for. A script compares them with the headers.
 */
export const byteStructures = {
  H5O_info1_t: {
    size: 256,
    fields: {
      fileno: { offset: 0, type: 'unsigned long' },
      addr: { offset: 8, type: 'haddr_t' },
      type: { offset: 16, type: 'H5O_type_t' },
    },
  },
  H5L_info1_t: {
    size: 64,
    fields: {
      type: { offset: 0, type: 'H5L_type_t' },
      'u.val_size': { offset: 24, type: 'size_t' },
    },
  },
} as const;
