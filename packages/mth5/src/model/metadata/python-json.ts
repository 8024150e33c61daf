/** A value that JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * JSON text as Python writes it and so MTH5: a space behind commas and colons, and letters beyond ASCII escaped.
 *
 * Source: MTH5 0.6.5.
 */
export function pythonJson(value: JsonValue): string {
  if (isList(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${pythonJson(name)}: ${pythonJson(member)}`);
    return `{${members.join(', ')}}`;
  }
  // Without the flag `u`, so that both halves of a surrogate pair are met.
  return JSON.stringify(value).replaceAll(/[\u007f-\uffff]/g, escaped);
}

/** The UTF-16 unit as JSON writes it. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
