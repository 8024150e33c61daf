import { expect, it } from 'vitest';
import * as api from '../src/index.js';

it('exports this', () => {
  expect(Object.keys(api).toSorted()).toMatchInlineSnapshot(`
    [
      "wasmAdapter",
    ]
  `);
});
