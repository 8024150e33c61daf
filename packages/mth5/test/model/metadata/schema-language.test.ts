import { describe, expect, it } from 'vitest';
import { allSchemas } from './all-schemas.js';

describe.each(allSchemas)('schema of %s', (_, schema) => {
  it('tells of every key what it is, and begins with a value of its kind', () => {
    for (const [name, { kind, presence, initial, about, allowed, check }] of Object.entries(schema.keys)) {
      expect(about, name).toMatch(/^\S.{2,80}$/u);
      const expected = {
        text: 'string',
        number: 'number',
        integer: 'number',
        boolean: 'boolean',
        list: 'object',
        filters: 'object',
      };
      if (presence === 'optional') expect(initial, name).toBeUndefined();
      else if (name !== 'data_quality.rating.value') expect(typeof initial, name).toBe(expected[kind]);
      if (allowed !== undefined && initial !== undefined) expect(allowed, name).toContain(initial);
      if (name.endsWith('latitude')) expect(check, name).toBe('latitude');
      if (name.endsWith('longitude')) expect(check, name).toBe('longitude');
      if (name.endsWith('sample_rate')) expect(check, name).toBe('rate');
    }
  });
});
