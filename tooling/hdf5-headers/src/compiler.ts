import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { typeIn, type Headers } from './headers.js';
import type { OurDeclarations } from './our-declarations.js';

/** What a C compiler makes of the headers. */
export interface Measured {
  readonly constants: ReadonlyMap<string, bigint>;
  /** Bytes of structures, by our names for them. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Offsets of fields, by `structure.field`. */
  readonly offsets: ReadonlyMap<string, number>;
}

/** The first C compiler on this machine: the environment's `CC`, else the usual names. */
export function findCompiler(): string | undefined {
  const candidates = [process.env['CC'], 'cc', 'gcc', 'clang'];
  return candidates.find((name) => name && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** A program that prints one line per constant, structure and field: the kind, the name and the number. */
function programFor(ours: OurDeclarations, headers: Headers): string {
  const print = (kind: string, name: string, value: string): string =>
    `  printf("${kind} ${name} %lld\\n", (long long)(${value}));`;
  const constants = Object.keys(ours.constants)
    .filter((name) => headers.constant(name)?.value !== undefined)
    .map((name) => print('constant', name, name));
  const structures = Object.entries(ours.structures).flatMap(([name, { fields }]) => {
    const theirName = typeIn(headers, name)?.place.text;
    if (theirName === undefined) return [];
    const offsets = Object.keys(fields).map((path) =>
      print('offset', `${name}.${path}`, `offsetof(${theirName}, ${path})`),
    );
    return [print('size', name, `sizeof(${theirName})`), ...offsets];
  });
  return [
    '#include <stddef.h>',
    '#include <stdio.h>',
    '#include "hdf5.h"',
    // Some constants of the headers call these first; nothing is linked, so they stand here.
    'herr_t H5open(void) { return 0; }',
    'herr_t H5check_version(unsigned major, unsigned minor, unsigned release) { return 0; }',
    'int main(void) {',
    ...constants,
    ...structures,
    '  return 0;',
    '}',
  ].join('\n');
}

function run(program: string, parameters: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(error?.message ?? stderr.split('\n').find((line) => /error/.test(line)) ?? stderr);
  return stdout;
}

/**
 * Compiles and runs a small program that includes the headers. Throws an Error with the compiler's first complaint, as
 * when a field of ours does not exist or the headers want others that are not installed.
 */
export function measure(compiler: string, ours: OurDeclarations, headers: Headers): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'h5tail-headers-'));
  try {
    const source = join(folder, 'measure.c');
    const program = join(folder, 'measure');
    writeFileSync(source, programFor(ours, headers));
    run(compiler, ['-w', `-I${dirname(headers.file)}`, source, '-o', program]);
    const lines = run(program, []).trim().split('\n');
    const numbers = (kind: string): [string, string][] =>
      lines.flatMap((line) => {
        const [lineKind, name = '', value = ''] = line.split(' ');
        return lineKind === kind ? [[name, value]] : [];
      });
    return {
      constants: new Map(numbers('constant').map(([name, value]) => [name, BigInt(value)])),
      sizes: new Map(numbers('size').map(([name, value]) => [name, Number(value)])),
      offsets: new Map(numbers('offset').map(([name, value]) => [name, Number(value)])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
