/**
 * The structures of HDF5's headers that are read or filled by their fields, as koffi takes them, in the order of the
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
