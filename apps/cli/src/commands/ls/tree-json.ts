import { numpyNotation } from '@h5tail/adapter';
import type { JsonValue } from '../../frame/exact-json.js';
import { attributeJson } from './attribute-value.js';
import { dtypeWords } from './dtype-words.js';
import type { AttributeEntry, TreeNode } from './tree-node.js';

type JsonObject = { readonly [name: string]: JsonValue | undefined };

/** The tree as one JSON document. */
export function treeJson(node: TreeNode): JsonObject {
  const { kind, path } = node;
  switch (node.kind) {
    case 'group':
      return {
        kind,
        path,
        attributes: attributesJson(node.attributes),
        sameAs: node.sameAs,
        children: node.children?.map((child) => ({ name: child.name, ...treeJson(child.node) })),
      };
    case 'dataset':
      return {
        kind,
        path,
        dtype: numpyNotation(node.dtype),
        type: dtypeWords(node.dtype),
        shape: node.shape,
        maxShape: node.maxShape,
        chunks: node.chunks,
        filters: node.filters.map(({ id, name, options }) => ({ id, name, options })),
        fillValue: node.fillValue,
        virtual: node.isVirtual,
        attributes: attributesJson(node.attributes),
      };
    case 'datatype':
      return {
        kind,
        path,
        dtype: numpyNotation(node.dtype),
        type: dtypeWords(node.dtype),
        attributes: attributesJson(node.attributes),
      };
    case 'link':
      return { kind, path, link: { ...node.link }, leadsTo: node.leadsTo };
    case 'fault':
      return { kind, path, fault: node.fault };
  }
}

function attributesJson(attributes: readonly AttributeEntry[]): JsonObject {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, attributeJson(attribute)]));
}
