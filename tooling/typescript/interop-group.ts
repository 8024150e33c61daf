/** Optional test groups, other than the one for h5py and HDF5's tools: `scripts/interop.mjs` looks for what they need. */
export type InteropGroup = 'library' | 'headers' | 'plugins';

/**
 * Whether the tests of a group are to run. They are unless something said that they cannot.
 *
 * @throws Error where they would be left out but `CI` is set: there something missing is a fault of the machine.
 */
export function hasInteropGroup(group: InteropGroup, env: NodeJS.ProcessEnv = process.env): boolean {
  const variable = `H5TAIL_INTEROP_${group.toUpperCase()}`;
  if (env[variable] !== '0') return true;
  if (env['CI'] === 'true' || env['CI'] === '1') throw new Error(`${variable}=0, and in CI no test may be left out`);
  return false;
}
