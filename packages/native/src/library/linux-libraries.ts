/**
 * The numbers of libhdf5's binary interface, newest first: HDF5 2.0, 1.14, 1.12, 1.10.3 and later. The last two are of
 * the first 1.10 releases, which are too old; saying so helps more than "not found".
 */
const interfaceNumbers = [320, 310, 200, 103, 101, 100] as const;

/**
 * Names for the system's own search, which also knows LD_LIBRARY_PATH. First those of Debian and Ubuntu, whose plain
 * names may belong to a build for MPI, then those of everyone else. The names without a number come with headers only.
 */
export const linuxSonames: readonly string[] = ['libhdf5_serial.so', 'libhdf5.so'].flatMap((name) => [
  ...interfaceNumbers.map((number) => `${name}.${number}`),
  name,
]);

/** Where libraries are, also those that the system's own search does not know. */
export function linuxFolders(arch: string): string[] {
  const multiarch = multiarchNames[arch];
  return [
    ...(multiarch === undefined ? [] : [`/usr/lib/${multiarch}`]),
    '/usr/lib64',
    '/usr/lib',
    '/usr/local/lib64',
    '/usr/local/lib',
  ];
}

/** Debian's names for processors, by Node's. */
const multiarchNames: Readonly<Partial<Record<string, string>>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  ia32: 'i386-linux-gnu',
  ppc64: 'powerpc64le-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
  loong64: 'loongarch64-linux-gnu',
};
