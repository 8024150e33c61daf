import { numpyNotation, type Attribute } from '@h5tail/adapter';
import { elementsJson } from '../../frame/element-json.js';
import { RawJson, type JsonValue } from '../../frame/exact-json.js';
import { dtypeWords } from './dtype-words.js';
import type { AttributeEntry } from './tree-node.js';

const longestText = 60;

/** An attribute for the JSON document, with its whole value: nested by its shape, `null` without a dataspace. */
export function attributeJson(attribute: AttributeEntry): JsonValue {
  if ('fault' in attribute) return { fault: attribute.fault };
  const { dtype, shape } = attribute;
  return {
    dtype: numpyNotation(dtype),
    type: dtypeWords(dtype),
    shape,
    value: new RawJson(shape === null ? 'null' : nested(elementsOf(attribute), shape)),
  };
}

/** The value of an attribute in a few words: text in quotes, lists and long text cut short. */
export function attributeWords(attribute: AttributeEntry): string {
  if ('fault' in attribute) return `(unreadable: ${attribute.fault})`;
  const { shape } = attribute;
  if (shape === null) return '(no value)';
  const elements = elementsOf(attribute);
  const text = shape.length === 0 ? (elements[0] ?? '') : `[${elements.join(', ')}]`;
  if (text.length <= longestText) return text;
  const extents = shape.length === 0 ? '' : `  (${shape.join(', ')})`;
  return `${text.slice(0, longestText - 1)}…${extents}`;
}

function elementsOf({ dtype, data }: Attribute): string[] {
  return elementsJson(dtype, data);
}

function nested(elements: readonly string[], shape: readonly number[]): string {
  const [extent, ...inner] = shape;
  if (extent === undefined) return elements[0] ?? 'null';
  const size = inner.reduce((product, length) => product * length, 1);
  const parts = Array.from({ length: extent }, (_, i) => nested(elements.slice(i * size, (i + 1) * size), inner));
  return `[${parts.join(', ')}]`;
}
