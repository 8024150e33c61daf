import { enumBytes, type CType, type RecordType } from './c-types.js';

/** Where a field of a struct begins, and how long it is, in bytes. */
export interface FieldPlace {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** How a struct lies in memory. */
export interface Layout {
  readonly size: number;
  readonly alignment: number;
  readonly fields: readonly FieldPlace[];
}

/** How a type lies in memory by the rules of the platforms we run on: each number on a multiple of its own size. */
function measure(type: CType): { readonly size: number; readonly alignment: number } {
  switch (type.kind) {
    case 'integer':
    case 'float':
      return { size: type.bytes, alignment: type.bytes };
    case 'enum':
      return { size: enumBytes, alignment: enumBytes };
    case 'pointer':
    case 'function':
      return { size: 8, alignment: 8 };
    case 'array': {
      const { size, alignment } = measure(type.of);
      return { size: size * (type.length ?? 0), alignment };
    }
    case 'record':
      return layoutOf(type);
    case 'void':
    case 'foreign':
      return { size: 0, alignment: 1 };
  }
}

/** How many bytes a type takes; 0 where that cannot be known. */
export function sizeOf(type: CType): number {
  return measure(type).size;
}

/** How a struct or a union lies in memory. */
export function layoutOf(record: RecordType): Layout {
  let end = 0;
  let alignment = 1;
  const fields = (record.fields ?? []).map(({ name, type }): FieldPlace => {
    const field = measure(type);
    const offset = record.keyword === 'union' ? 0 : Math.ceil(end / field.alignment) * field.alignment;
    end = Math.max(end, offset + field.size);
    alignment = Math.max(alignment, field.alignment);
    return { name, offset, size: field.size };
  });
  return { size: Math.ceil(end / alignment) * alignment, alignment, fields };
}
