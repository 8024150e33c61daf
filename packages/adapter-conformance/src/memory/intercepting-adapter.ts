import type { Dataset, Group, Hdf5Adapter, Hdf5File, Hdf5Object } from '@h5tail/adapter';

/** What an interceptor puts in the place of an object's own members. */
type Replacements<Target> = { readonly [Key in keyof Target]?: Target[Key] };

/** Replacements for the objects that an adapter hands out. `original` is the object without any. */
export interface Interceptor {
  readonly adapter?: (original: Hdf5Adapter) => Replacements<Hdf5Adapter>;
  readonly file?: (original: Hdf5File) => Replacements<Hdf5File>;
  readonly group?: (original: Group) => Replacements<Group>;
  readonly dataset?: (original: Dataset) => Replacements<Dataset>;
}

type Handed = Hdf5Adapter | Hdf5File | Group | Dataset;

/** An adapter that works as `adapter`, except for what the interceptor replaces; its objects point to each other. */
export function interceptingAdapter(adapter: Hdf5Adapter, interceptor: Interceptor): Hdf5Adapter {
  const proxies = new WeakMap<object, unknown>();

  function intercepted<Target extends Handed>(
    original: Target,
    replace: ((original: Target) => Replacements<Target>) | undefined,
  ): Target {
    const known = proxies.get(original);
    if (known !== undefined) return known as Target;
    const replacements = replace?.(original) ?? {};
    const proxy = new Proxy(original, {
      get(target, key) {
        const value: unknown = Reflect.get(key in replacements ? replacements : target, key);
        // Private fields are out of a proxy's reach, so methods run on the original.
        if (typeof value === 'function') {
          return (...parameters: unknown[]): unknown => wrapResult(Reflect.apply(value, target, parameters));
        }
        return wrap(value);
      },
      has: (target, key) => key in target || key in replacements,
    });
    proxies.set(original, proxy);
    return proxy;
  }

  function wrapResult(result: unknown): unknown {
    return result instanceof Promise ? result.then(wrap) : wrap(result);
  }

  function wrap(value: unknown): unknown {
    if (value === adapter) return intercepted(adapter, interceptor.adapter);
    if (isFile(value)) return intercepted(value, interceptor.file);
    if (!isObject(value)) return value;
    if (value.kind === 'group') return intercepted(value, interceptor.group);
    if (value.kind === 'dataset') return intercepted(value, interceptor.dataset);
    return { ...value, file: wrap(value.file) as Hdf5File };
  }

  return wrap(adapter) as Hdf5Adapter;
}

function isFile(value: unknown): value is Hdf5File {
  return typeof value === 'object' && value !== null && 'writerState' in value && 'root' in value;
}

function isObject(value: unknown): value is Hdf5Object {
  return typeof value === 'object' && value !== null && 'kind' in value && 'attributes' in value;
}
