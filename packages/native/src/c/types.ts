/**
 * What the C types of the prototypes are to koffi. Enumerations are `int` and structures are passed by address, so they
 * are not listed: only what is passed by value has a size that matters.
 */
export const typeAliases: Readonly<Record<string, string>> = {
  hid_t: 'int64_t',
  herr_t: 'int',
  htri_t: 'int',
  // One byte or four, depending on the version. By value 0 and 1 are the same in both; what is written to an address
  // takes up to four bytes, any of which says yes.
  hbool_t: 'int',
  hsize_t: 'uint64_t',
  haddr_t: 'uint64_t',
  size_t: 'size_t',
  ssize_t: 'intptr_t',
  unsigned: 'unsigned int',
  int: 'int',
  uint32_t: 'uint32_t',
  double: 'double',
};

/** Enumerations that are passed by value. */
export const enumerations: readonly string[] = [
  'H5_index_t',
  'H5_iter_order_t',
  'H5D_alloc_time_t',
  'H5D_fill_value_t',
  'H5D_layout_t',
  'H5E_direction_t',
  'H5E_type_t',
  'H5F_fspace_strategy_t',
  'H5F_libver_t',
  'H5F_scope_t',
  'H5R_type_t',
  'H5S_class_t',
  'H5S_seloper_t',
  'H5T_class_t',
  'H5T_cset_t',
  'H5T_norm_t',
  'H5T_order_t',
  'H5T_sign_t',
  'H5T_str_t',
  'H5Z_filter_t',
];

/** Types of functions, which are passed by address. */
export const functionTypes: readonly string[] = [
  'H5A_operator2_t',
  'H5E_auto2_t',
  'H5E_walk2_t',
  'H5L_iterate1_t',
  'H5P_prp_set_func_t',
  'H5P_prp_get_func_t',
  'H5P_prp_delete_func_t',
  'H5P_prp_copy_func_t',
  'H5P_prp_compare_func_t',
  'H5P_prp_close_func_t',
];

/** One C prototype in its parts. */
interface Prototype {
  readonly result: string;
  readonly name: string;
  readonly parameters: readonly string[];
}

const prototypePattern = /^(.+?[ *])(\w+)\((.*)\)$/;

/** @throws Error for a text that is no prototype. */
export function parsePrototype(text: string): Prototype {
  const [, result, name, list] = prototypePattern.exec(text) ?? [];
  if (result === undefined || name === undefined || list === undefined) throw new Error(`no prototype: ${text}`);
  return { result: result.trim(), name, parameters: list === 'void' ? [] : list.split(', ') };
}

/**
 * The prototype as koffi takes it. All addresses but those of constant text are `void *`, so that koffi hands over the
 * memory of a typed array as it is and never converts or copies what it points to.
 */
export function koffiPrototype(text: string): string {
  const { result, name, parameters } = parsePrototype(text);
  return `${koffiType(result)} ${name}(${parameters.map(koffiType).join(', ') || 'void'})`;
}

function koffiType(declaration: string): string {
  if (declaration.startsWith('const char *')) return 'const char *';
  if (declaration.includes('*')) return 'void *';
  const type = declaration.split(' ')[0] as string;
  if (functionTypes.includes(type)) return 'void *';
  if (enumerations.includes(type)) return 'int';
  const alias = typeAliases[type];
  if (alias === undefined) throw new Error(`the type ${type} is not known to koffi`);
  return alias;
}
