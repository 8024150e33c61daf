import { describe, expect, it } from 'vitest';
import { conformanceCases } from '../src/index.js';
import { interceptingAdapter, memoryAdapter } from '../src/memory.js';
import { failedCases } from './failed-cases.js';
import { faultsOfCodecs } from './faults-of-codecs.js';
import { faultsOfRefusal } from './faults-of-refusal.js';
import { faultsOfRules } from './faults-of-rules.js';
import { faultsOfValues } from './faults-of-values.js';

const faults = { ...faultsOfValues, ...faultsOfRules, ...faultsOfRefusal, ...faultsOfCodecs };

describe('the suite finds nothing wrong with', () => {
  it('an adapter without a fault', async () => {
    expect(await failedCases((disk) => memoryAdapter({ disk }))).toEqual({});
  });

  it('an adapter without a fault behind the wrapping of the broken ones', async () => {
    expect(await failedCases((disk) => interceptingAdapter(memoryAdapter({ disk }), {}))).toEqual({});
  });

  it('an adapter that claims as little as it can do', async () => {
    const { capabilities } = memoryAdapter();
    const none = Object.fromEntries(Object.keys(capabilities).map((name) => [name, false]));
    // In memory, message files need the capability; and there is nothing to refuse in the two that are about reading.
    const few = { ...none, createVariableLength: true, readWideEnumMembers: true, readOpaqueTag: true };
    expect(await failedCases((disk) => memoryAdapter({ disk, capabilities: few }))).toEqual({});
  });
});

describe('the suite finds', () => {
  for (const [fault, { adapter, fails }] of Object.entries(faults)) {
    it(fault, async () => {
      expect(await failedCases(adapter)).toEqual(fails);
    });
  }
});

describe('the names of the cases', () => {
  it('are unique', () => {
    const names = conformanceCases.map(({ group, name }) => `${group}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
