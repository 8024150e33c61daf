import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../typescript/interop-group.js';
import { findCompiler, measure } from '../src/compiler.js';
import { lineOf } from '../src/difference.js';
import { findDifferences } from '../src/find-differences.js';
import { findHeaders, headersRemedy } from '../src/find-headers.js';
import { readHeaders, type Headers } from '../src/headers.js';
import { nativeDeclarations } from '../src/native-declarations.js';

const compiler = findCompiler();

describe.skipIf(!hasInteropGroup('headers'))('the declarations of @h5tail/native', () => {
  let headers: Headers;
  beforeAll(() => {
    headers = readHeaders(findHeaders() ?? expect.fail(`no headers of HDF5 found: ${headersRemedy}`));
  });

  it('are those of the installed headers', () => {
    expect(headers.declared.functions.size).toBeGreaterThan(500);
    expect(findDifferences(nativeDeclarations, headers).map(lineOf)).toEqual([]);
  });

  it.skipIf(compiler === undefined)('are what a C compiler makes of the installed headers', () => {
    const measured = measure(compiler ?? '', nativeDeclarations, headers);
    expect(findDifferences(nativeDeclarations, headers, measured).map(lineOf)).toEqual([]);
  });
});
