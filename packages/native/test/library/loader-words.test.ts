import { describe, expect, it } from 'vitest';
import { loaderWords } from '../../src/library/loader-words.js';

const path = '/opt/hdf5/lib/libhdf5.so';

describe('loaderWords', () => {
  it.each([
    ['glibc', `${path}: cannot open shared object file: No such file or directory`],
    ['musl', `Error loading shared library ${path}: No such file or directory`],
    ['macOS', `dlopen(${path}, 0x0082): tried: '${path}' (no such file)`],
    ['older macOS', `dlopen(${path}, 130): image not found`],
    ['Windows', 'Failed to load shared library: The specified module could not be found.'],
  ])('knows what is not there: %s', (_, words) => {
    expect(loaderWords(path, words)).toEqual({ reason: 'not found', isMissing: true });
  });

  it.each([
    ['glibc', 'libaec.so.0: cannot open shared object file: No such file or directory', 'libaec.so.0'],
    ['musl', `Error loading shared library libaec.so.0: No such file or directory (needed by ${path})`, 'libaec.so.0'],
    [
      'macOS',
      `dlopen(${path}, 0x0082): Library not loaded: @rpath/libaec.0.dylib\n  Referenced from: ${path}\n` +
        `  Reason: tried: '/usr/local/lib/libaec.0.dylib' (no such file)`,
      '@rpath/libaec.0.dylib',
    ],
  ])('names the library that is missing behind it: %s', (_, words, missing) => {
    expect(loaderWords(path, words)).toEqual({ reason: `it needs ${missing}, which is not there`, isMissing: false });
  });

  it.each([
    ['glibc', `${path}: invalid ELF header`],
    ['glibc', `${path}: file too short`],
    ['glibc', `${path}: cannot read file data: Is a directory`],
    ['musl', `Error loading shared library ${path}: Exec format error`],
    ['macOS', `dlopen(${path}, 0x0082): tried: '${path}' (not a mach-o file)`],
    ['Windows', 'Failed to load shared library: %1 is not a valid Win32 application.'],
  ])('knows what is no library: %s', (_, words) => {
    expect(loaderWords(path, words)).toMatchObject({
      reason: expect.stringMatching(/^not a library \(/) as string,
      isMissing: false,
    });
  });

  it.each([
    ['glibc', `${path}: wrong ELF class: ELFCLASS32`],
    ['macOS', `tried: '${path}' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))`],
    ['Windows', "Cannot load 'x86' DLL in 'x64' process"],
  ])('knows what was made for another processor: %s', (_, words) => {
    expect(loaderWords(path, words).reason).toMatch(/^made for another processor than this Node \(/);
  });

  it('passes on what it does not know', () => {
    expect(loaderWords(path, `${path}: undefined symbol: nonsense`)).toEqual({
      reason: 'undefined symbol: nonsense',
      isMissing: false,
    });
  });
});
