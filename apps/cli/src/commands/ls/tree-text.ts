import { shapeText, type Filter } from '@h5tail/adapter';
import type { Colors } from '../../terminal/colors.js';
import { printable } from '../../terminal/printable.js';
import { attributeWords } from './attribute-value.js';
import { dtypeWords } from './dtype-words.js';
import type { AttributeEntry, DatasetNode, TreeNode } from './tree-node.js';

/** The tree as lines for people. */
export function treeText(node: TreeNode, colors: Colors): string[] {
  return [line(node.path, node, colors), ...below(node, colors)];
}

/** Attributes first, then what is in the group, each on a branch. */
function below(node: TreeNode, colors: Colors): string[] {
  const attributes = 'attributes' in node ? node.attributes.map((attribute) => [attributeLine(attribute, colors)]) : [];
  const children =
    node.kind === 'group'
      ? (node.children ?? []).map((child) => [line(child.name, child.node, colors), ...below(child.node, colors)])
      : [];
  const branches = [...attributes, ...children];
  return branches.flatMap((lines, i) => branch(lines, i === branches.length - 1, colors));
}

function branch([first = '', ...rest]: readonly string[], isLast: boolean, colors: Colors): string[] {
  const stem = isLast ? '   ' : '│  ';
  return [colors.dim(isLast ? '└─ ' : '├─ ') + first, ...rest.map((text) => colors.dim(stem) + text)];
}

function line(rawName: string, node: TreeNode, colors: Colors): string {
  const name = printable(rawName);
  switch (node.kind) {
    case 'group': {
      const label = colors.bold(colors.blue(name.endsWith('/') ? name : `${name}/`));
      if (node.sameAs !== undefined) return `${label}  ${colors.dim(`same as ${node.sameAs}`)}`;
      return node.children === undefined ? `${label}  ${colors.dim('…')}` : label;
    }
    case 'dataset':
      return `${name}  ${datasetWords(node, colors)}`;
    case 'datatype':
      return `${name}  datatype ${dtypeWords(node.dtype)}`;
    case 'link': {
      const { link } = node;
      const target = printable(link.type === 'soft' ? link.target : `${link.file} : ${link.target}`);
      const end = node.leadsTo === 'unresolved' ? colors.red('(dangling)') : colors.dim(`(${node.leadsTo})`);
      return `${colors.cyan(name)} -> ${target}  ${end}`;
    }
    case 'fault':
      return `${name}  ${colors.red(`(${node.fault})`)}`;
  }
}

function datasetWords(node: DatasetNode, colors: Colors): string {
  const { shape, maxShape, chunks } = node;
  const words = [colors.green(dtypeWords(node.dtype)), shape === null ? 'no dataspace' : shapeText(shape)];
  if (maxShape !== null && shapeText(maxShape) !== shapeText(shape ?? [])) words.push(`max ${shapeText(maxShape)}`);
  if (chunks !== null) words.push(`chunks ${shapeText(chunks)}`);
  if (node.filters.length > 0) words.push(node.filters.map(filterWords).join(' + '));
  if (node.fillValue !== undefined && !isZero(node.fillValue)) words.push(`fill ${node.fillValue}`);
  if (node.isVirtual) words.push('virtual');
  return words.join('  ');
}

function isZero(value: number | bigint | string): boolean {
  return value === 0 || value === 0n || value === '';
}

function filterWords({ id, name, options }: Filter): string {
  const label = name ?? `filter ${id}`;
  return name === 'deflate' && options.length === 1 ? `${label} ${options[0]}` : label;
}

function attributeLine(attribute: AttributeEntry, colors: Colors): string {
  return `${colors.yellow(`@${attribute.name}`)} = ${attributeWords(attribute)}`;
}
