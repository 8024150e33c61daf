import { typeOfText } from './check-types.js';
import type { CType, Field, RecordType } from './c-types.js';
import { typeDifference } from './compare-types.js';
import type { Measured } from './compiler.js';
import type { Difference } from './difference.js';
import { typeIn, type Headers } from './headers.js';
import { layoutOf } from './layout.js';
import type { OurDeclarations, OurStructure } from './our-declarations.js';

/** A field of a structure, found by a path such as `u.val_size`; the offset is from the start of the whole. */
export function fieldAt(
  record: RecordType,
  path: string,
): { readonly offset: number; readonly type: CType } | undefined {
  let offset = 0;
  let type: CType = record;
  for (const name of path.split('.')) {
    if (type.kind !== 'record') return undefined;
    const place = layoutOf(type).fields.find((field) => field.name === name);
    const field: Field | undefined = type.fields?.find((candidate) => candidate.name === name);
    if (!place || !field) return undefined;
    offset += place.offset;
    type = field.type;
  }
  return { offset, type };
}

function differencesOf(
  name: string,
  ours: OurStructure,
  theirs: RecordType,
  headers: Headers,
  measured: Measured | undefined,
): string[] {
  const messages: string[] = [];
  const size = measured?.sizes.get(name) ?? layoutOf(theirs).size;
  if (size > ours.size) messages.push(`${size} bytes in the header, ours only ${ours.size}`);
  for (const [path, our] of Object.entries(ours.fields)) {
    const field = fieldAt(theirs, path);
    if (!field) {
      messages.push(`the header has no field ${path}`);
      continue;
    }
    const offset = measured?.offsets.get(`${name}.${path}`) ?? field.offset;
    if (offset !== our.offset) messages.push(`${path} is at ${offset} in the header, ours at ${our.offset}`);
    const type = typeOfText(our.type, headers);
    const reason = type ? typeDifference(type, field.type) : `our type ${our.type} is unknown`;
    if (reason) messages.push(`${path}: ${reason}`);
  }
  return messages;
}

/** What differs in how structures lie in memory; a compiler's word counts where there is one. */
export function checkStructures(ours: OurDeclarations, headers: Headers, measured: Measured | undefined): Difference[] {
  return Object.entries(ours.structures).flatMap(([name, our]) => {
    const declared = typeIn(headers, name);
    const theirs = declared?.type;
    const { file, line } = declared?.place ?? { file: headers.file, line: 0 };
    if (theirs?.kind !== 'record') return [{ file, line, name, message: 'the headers define no such structure' }];
    return differencesOf(name, our, theirs, headers, measured).map((message) => ({ file, line, name, message }));
  });
}
