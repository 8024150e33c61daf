import type { Attribute, Dtype, Filter, Link } from '@h5tail/adapter';

/** An attribute, or the reason why it cannot be read. */
export type AttributeEntry = Attribute | { readonly name: string; readonly fault: string };

interface NodeBase {
  /** Absolute path; for a link that leads nowhere, the path of the link. */
  readonly path: string;
}

/** A group with what is in it. */
export interface GroupNode extends NodeBase {
  readonly kind: 'group';
  readonly attributes: readonly AttributeEntry[];
  /** `undefined` where the depth ends here, and for a group that was shown already. */
  readonly children?: readonly ChildNode[];
  /** Path under which the same group was shown already: a second hard link, perhaps in a circle. */
  readonly sameAs?: string;
}

/** A dataset. */
export interface DatasetNode extends NodeBase {
  readonly kind: 'dataset';
  readonly attributes: readonly AttributeEntry[];
  readonly dtype: Dtype;
  readonly shape: readonly number[] | null;
  readonly maxShape: readonly (number | null)[] | null;
  readonly chunks: readonly number[] | null;
  readonly filters: readonly Filter[];
  readonly fillValue?: number | bigint | string;
  readonly isVirtual: boolean;
}

/** A datatype with a name. */
export interface DatatypeNode extends NodeBase {
  readonly kind: 'datatype';
  readonly attributes: readonly AttributeEntry[];
  readonly dtype: Dtype;
}

/** What a soft or external link stands for; it is not walked into. */
export interface LinkNode extends NodeBase {
  readonly kind: 'link';
  readonly link: Exclude<Link, { type: 'hard' }>;
  /** `'unresolved'` where it leads nowhere. */
  readonly leadsTo: 'group' | 'dataset' | 'datatype' | 'unresolved';
}

/** Something that is there and cannot be looked at. */
export interface FaultNode extends NodeBase {
  readonly kind: 'fault';
  readonly fault: string;
}

/** Anything in the tree of a file. */
export type TreeNode = GroupNode | DatasetNode | DatatypeNode | LinkNode | FaultNode;

/** An entry of a group. */
export interface ChildNode {
  readonly name: string;
  readonly node: TreeNode;
}
