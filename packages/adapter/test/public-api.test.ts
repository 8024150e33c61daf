import { expect, it } from 'vitest';
import * as implementation from '../src/implementation.js';
import * as api from '../src/index.js';

it('exports this to applications', () => {
  expect(Object.keys(api).toSorted()).toMatchInlineSnapshot(`
    [
      "Hdf5Error",
      "VariableLength",
      "deflate",
      "dtypeName",
      "dtypes",
      "elementSize",
      "filterIds",
      "fletcher32",
      "hasDtype",
      "isHdf5Error",
      "numpyNotation",
      "objectName",
      "openFile",
      "parentObjectPath",
      "resolveObjectPath",
      "shapeText",
      "shuffle",
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
      "float16ToNumber",
      "holdsPointers",
      "inferDtype",
      "innermostMessage",
      "numberArrayClass",
      "numberLayout",
      "numberToFloat16",
      "parseErrorStacks",
      "requireAttributeName",
      "requireCapabilities",
      "requireName",
      "resolveSelection",
      "swapByteOrder",
      "typedValue",
    ]
  `);
});
