import { parseC } from './c-parser.js';
import { standardTypes } from './c-types.js';
import { layoutOf } from './layout.js';
import type { OurStructure } from './our-declarations.js';
import { tokensOf } from './tokens.js';

/** The fields of a structure in order, each with its C type, as koffi takes them. */
export type FieldList = Readonly<Record<string, string>>;

/** Where the fields of such lists come to lie. Throws a SyntaxError for a type that is not one of C. */
export function laidOutStructures(lists: Readonly<Record<string, FieldList>>): Record<string, OurStructure> {
  return Object.fromEntries(Object.entries(lists).map(([name, fields]) => [name, laidOut(name, fields)]));
}

function laidOut(name: string, fields: FieldList): OurStructure {
  const lines = Object.entries(fields).map(([field, type]) => {
    const [, base, array = ''] = /^([^[]+)(\[.*\])?$/.exec(type) ?? [];
    return `${base} ${field}${array};`;
  });
  const text = `typedef struct { ${lines.join(' ')} } ${name};`;
  const { types } = parseC(tokensOf({ text, line: 1 }, name), (known) => standardTypes.get(known));
  const record = types.get(name)?.type;
  if (record?.kind !== 'record') throw new SyntaxError(`${name} is no structure`);
  const layout = layoutOf(record);
  // An array has no type of its own to compare; that it is as long as in the header shows in what comes after it.
  const single = layout.fields.filter((field) => fields[field.name]?.includes('[') !== true);
  return {
    size: layout.size,
    fields: Object.fromEntries(
      single.map((field) => [field.name, { offset: field.offset, type: fields[field.name] ?? '' }]),
    ),
  };
}
