import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findCompiler, measure, type Measured } from './compiler.js';
import { lineOf } from './difference.js';
import { findDifferences } from './find-differences.js';
import { findHeaders, headersRemedy } from './find-headers.js';
import { readHeaders, type Headers } from './headers.js';
import { nativeDeclarations } from './native-declarations.js';

/** Asks the compiler, and says so where it cannot be asked. */
function measureWith(compiler: string | undefined, headers: Headers): Measured | undefined {
  if (compiler === undefined) return undefined;
  try {
    return measure(compiler, nativeDeclarations, headers);
  } catch (error) {
    console.error(`${compiler} does not compile these headers, so they are only read: ${(error as Error).message}`);
    return undefined;
  }
}

/**
 * `check:declarations [--include FOLDER]`: prints one line per difference between the declarations of `@h5tail/native`
 * and the headers of an installed HDF5.
 * @returns the exit code: 1 for any difference, 2 where there are no headers
 */
export function checkDeclarations(parameters: readonly string[]): number {
  const { values } = parseArgs({ args: [...parameters], options: { include: { type: 'string' } } });
  const folder = values.include ?? findHeaders();
  if (folder === undefined || !existsSync(join(folder, 'hdf5.h'))) {
    console.error(`No headers of HDF5 found${folder ? ` in ${folder}` : ''} (${headersRemedy}).`);
    return 2;
  }
  const headers = readHeaders(folder);
  const compiler = findCompiler();
  const measured = measureWith(compiler, headers);
  const differences = findDifferences(nativeDeclarations, headers, measured);
  for (const difference of differences) console.log(lineOf(difference));
  const means = measured ? `read and measured with ${compiler}` : 'read';
  console.error(`${differences.length} differences from HDF5 ${headers.version} in ${folder}, ${means}`);
  return differences.length === 0 ? 0 : 1;
}
