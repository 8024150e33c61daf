import { expect, it } from 'vitest';
import * as implementation from '../src/implementation.js';
import * as api from '../src/index.js';

it('exports this to applications', () => {
  expect(Object.keys(api).toSorted()).toMatchInlineSnapshot(`
    [
      "Hdf5Error",
      "VariableLength",
      "bitshuffle",
      "blosc",
      "deflate",
      "dtypeName",
      "dtypes",
      "elementSize",
      "filterIds",
      "fletcher32",
      "hasDtype",
      "isHdf5Error",
      "isNumberDtype",
      "lz4",
      "nbit",
      "numberArrayClass",
      "numpyNotation",
      "objectName",
      "openFile",
      "parentObjectPath",
      "resolveObjectPath",
      "scaleOffset",
      "shapeText",
      "shuffle",
      "szip",
      "zstd",
    ]
  `);
});

it('exports this to those who write an adapter', () => {
  expect(Object.keys(implementation).toSorted()).toMatchInlineSnapshot(`
    [
      "atPlace",
      "checkCreation",
      "checkInto",
      "checkResize",
      "classifyErrorStack",
      "creationCapabilities",
      "decodeElements",
      "defaultChunk",
      "elementSize",
      "encodeElements",
      "filterText",
      "float16ToNumber",
      "holdsPointers",
      "inferDtype",
      "innermostMessage",
      "missingFilter",
      "numberArrayClass",
      "numberLayout",
      "numberToFloat16",
      "parseErrorStacks",
      "requireAttributeName",
      "requireCapabilities",
      "requireName",
      "resolveSelection",
      "stackFault",
      "swapByteOrder",
      "typedValue",
    ]
  `);
});
