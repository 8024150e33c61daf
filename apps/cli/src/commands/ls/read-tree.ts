import {
  isHdf5Error,
  type Attributes,
  type Child,
  type Dataset,
  type Group,
  type Hdf5Error,
  type Hdf5File,
  type Hdf5Object,
} from '@h5tail/adapter';
import type { AttributeEntry, ChildNode, DatasetNode, GroupNode, TreeNode } from './tree-node.js';

/** How often something is tried that a writer changes at this moment. */
const attempts = 5;

/** Reads the tree of a file below some object. Soft and external links are shown and not followed. */
export class TreeReader {
  readonly #file: Hdf5File;
  readonly #signal: AbortSignal;
  /** Groups by their reference, which is the same for all hard links to one group. */
  readonly #shown = new Map<string, string>();

  constructor(file: Hdf5File, signal: AbortSignal) {
    this.#file = file;
    this.#signal = signal;
  }

  /**
   * Reads an object with all below it.
   *
   * @param depth Levels below it; `Infinity` for all.
   * @throws Hdf5Error where there is no such object. Faults further down become part of the tree.
   */
  async read(path: string, depth: number): Promise<TreeNode> {
    return this.#readObject(await this.#retried(() => this.#file.root.open(path)), path, depth);
  }

  async #readObject(object: Hdf5Object, path: string, depth: number): Promise<TreeNode> {
    this.#signal.throwIfAborted();
    switch (object.kind) {
      case 'group':
        return this.#readGroup(object, path, depth);
      case 'dataset':
        return { ...describeDataset(object, path), attributes: await this.#readAttributes(object.attributes) };
      case 'datatype':
        return {
          kind: 'datatype',
          path,
          dtype: object.dtype,
          attributes: await this.#readAttributes(object.attributes),
        };
    }
  }

  async #readGroup(group: Group, path: string, depth: number): Promise<GroupNode> {
    const sameAs = await this.#firstPathOf(path);
    const node = { kind: 'group', path, attributes: await this.#readAttributes(group.attributes) } as const;
    if (sameAs !== undefined) return { ...node, sameAs };
    if (depth <= 0) return node;
    const children: ChildNode[] = [];
    for (const child of await this.#retried(() => group.children())) {
      const childPath = path === '/' ? `/${child.name}` : `${path}/${child.name}`;
      children.push({ name: child.name, node: await this.#readChild(group, child, childPath, depth - 1) });
    }
    return { ...node, children };
  }

  async #readChild(group: Group, child: Child, path: string, depth: number): Promise<TreeNode> {
    const { link, kind } = child;
    if (link.type !== 'hard') return { kind: 'link', path, link, leadsTo: kind };
    try {
      return await this.#readObject(await this.#retried(() => group.open(child.name)), path, depth);
    } catch (error) {
      return { kind: 'fault', path, fault: faultOf(error).message };
    }
  }

  /** The path under which a group was shown before; remembers it when this is the first one. */
  async #firstPathOf(path: string): Promise<string | undefined> {
    const reference = Buffer.from(await this.#file.createReference(path)).toString('hex');
    const first = this.#shown.get(reference);
    if (first === undefined) this.#shown.set(reference, path);
    return first;
  }

  async #readAttributes(attributes: Attributes): Promise<AttributeEntry[]> {
    const entries: AttributeEntry[] = [];
    for (const name of await this.#retried(() => attributes.names())) {
      try {
        entries.push(await this.#retried(() => attributes.get(name)));
      } catch (error) {
        entries.push({ name, fault: faultOf(error).message });
      }
    }
    return entries;
  }

  async #retried<T>(look: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await look();
      } catch (error) {
        if (!isHdf5Error(error) || !error.retryable || attempt === attempts) throw error;
        await this.#file.refresh().catch(() => undefined);
      }
    }
  }
}

function describeDataset(dataset: Dataset, path: string): Omit<DatasetNode, 'attributes'> {
  const { dtype, shape, maxShape, chunks, filters, fillValue, isVirtual } = dataset;
  const fill = fillValue === undefined ? {} : { fillValue };
  return { kind: 'dataset', path, dtype, shape, maxShape, chunks, filters, ...fill, isVirtual };
}

/** Only faults of the file belong into its tree; an abort or a mistake of ours does not. */
function faultOf(error: unknown): Hdf5Error {
  if (isHdf5Error(error)) return error;
  throw error;
}
