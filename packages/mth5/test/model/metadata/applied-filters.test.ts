import { describe, expect, it } from 'vitest';
import { filtersAsJson, filtersOfJson } from '../../../src/model/metadata/applied-filters.js';
import type { JsonValue } from '../../../src/model/metadata/python-json.js';

const cf = { applied: true, name: 'cf', stage: 1 };

describe('applied filters', () => {
  it('are dictionaries of their own in JSON', () => {
    expect(filtersAsJson([])).toEqual([]);
    expect(filtersAsJson([cf, { applied: false, name: 'lp', stage: null, comments: 'old' }])).toEqual([
      { applied_filter: cf },
      { applied_filter: { applied: false, name: 'lp', stage: null, comments: 'old' } },
    ]);
  });

  it.each<[JsonValue, unknown]>([
    [[], []],
    [[{ applied_filter: cf }], [cf]],
    [[cf], [cf]],
    [cf, [cf]],
    [[{ name: 'cf' }], [{ ...cf, stage: null }]],
    [[{ name: 'cf', applied: false, stage: 'x' }], [{ applied: false, name: 'cf', stage: null }]],
    [[{ name: 'cf', applied: 'False' }], [{ applied: false, name: 'cf', stage: null }]],
    [[{ name: 'cf', applied: 0, comments: 'old' }], [{ applied: false, name: 'cf', stage: null, comments: 'old' }]],
    [['cf'], [{ ...cf, stage: null }]],
    [[1], undefined],
    [[null], undefined],
    [[[]], undefined],
    [[{ applied: true }], undefined],
    [null, undefined],
  ])('are found in %j', (json, filters) => {
    expect(filtersOfJson(json)).toEqual(filters);
  });
});
