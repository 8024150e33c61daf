import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRunId, objectName } from '../../src/model/names.js';
import { refused } from './refused.js';

const plainKinds = ['survey', 'station', 'run', 'channel'] as const;

describe('objectName', () => {
  it.each([
    ['survey', 'My Survey, 2026', 'My_Survey_2026'],
    ['survey', 'CAS-04', 'CAS-04'],
    ['survey', 's'.repeat(30), 's'.repeat(30)],
    ['station', 'MT 001', 'MT_001'],
    ['station', 'mt001', 'mt001'],
    ['run', 'sr100_0001', 'sr100_0001'],
    ['run', 'Features_1', 'Features_1'],
    ['channel', 'Ex', 'ex'],
    ['channel', 'Temp 1', 'temp_1'],
    ['filter', 'mV/nT', 'mv per nt'],
    ['filter', 'Butterworth Low, 0.5 Hz', 'butterworth low, 0.5 hz'],
  ] as const)('makes of the %s %j the name %j', (kind, given, name) => {
    expect(objectName(kind, given)).toBe(name);
  });

  it.each([
    ['station', 'st-1', 'only letters, digits and underscores', '"st_1"'],
    ['run', 'a-1', 'only letters, digits and underscores', '"a_1"'],
    ['survey', 'with.dot', 'only letters, digits, underscores and hyphens', '"with_dot"'],
    ['station', 'with.dot', 'only letters', '"with_dot"'],
    ['survey', 'a/b', 'only letters', '"a_b"'],
    ['station', 'a/b', 'only letters', '"a_b"'],
    ['run', '/a', 'only letters', '"_a"'],
    ['channel', 'e/x', 'only letters', '"e_x"'],
    ['channel', 'e.x', 'only letters', '"e_x"'],
    ['station', 'Zürich', 'only letters', '"Zurich"'],
    ['station', 'a\0', 'only letters', '"a_"'],
    ['station', 'a\n', 'only letters', '"a_"'],
    ['survey', '', 'empty', '"survey_1"'],
    ['station', ',', 'empty', '"MT001"'],
    ['run', '', 'empty', '"sr100_0001"'],
    ['channel', '', 'empty', '"ex"'],
    ['survey', '.', 'only letters', '"survey_1"'],
    ['station', '..', 'only letters', '"MT001"'],
    ['run', 'Transfer_Functions', 'other things', '"Transfer_Functions_1"'],
    ['run', 'Fourier Coefficients', 'other things', '"Fourier_Coefficien_1"'],
    ['run', 'Features', 'other things', '"Features_1"'],
    ['run', 'features', 'other things', '"features_1"'],
    ['channel', 'FEATURES', 'other things', '"features_1"'],
    ['survey', 's'.repeat(31), '30 bytes', `"${'s'.repeat(30)}"`],
    ['station', 's'.repeat(31), '30 bytes', `"${'s'.repeat(30)}"`],
    ['run', 'r'.repeat(21), '20 bytes', `"${'r'.repeat(20)}"`],
    ['channel', 'e'.repeat(21), '20 bytes', `"${'e'.repeat(20)}"`],
    ['filter', '', 'empty', '"counts to volts"'],
    ['filter', '..', 'a path', '"counts to volts"'],
    ['filter', 'a\0b', 'cannot hold', '"counts to volts"'],
  ] as const)('refuses the %s %j', (kind, given, reason, suggested) => {
    const error = refused(() => objectName(kind, given, { file: 'a.h5' }));
    expect(error.message).toContain(`the name of a ${kind}`);
    expect(error.message).toContain(JSON.stringify(given));
    expect(error.message).toContain(reason);
    expect(error.remedy).toContain(suggested);
    expect(error.file).toBe('a.h5');
  });

  it('gives a name that it takes itself, or suggests one', () => {
    assert(
      property(constantFrom(...plainKinds), string({ unit: 'grapheme' }), (kind, given) => {
        let name: string;
        try {
          name = objectName(kind, given);
        } catch {
          name = /"(.*)"$/u.exec(refused(() => objectName(kind, given)).remedy ?? '')?.[1] ?? '';
        }
        expect(objectName(kind, name)).toBe(name);
      }),
    );
  });
});

describe('nextRunId', () => {
  it.each([
    ['sr100_0001', [], 'sr100_0002'],
    ['sr100_0001', ['sr100_0001', 'sr100_0002', 'sr100_0003'], 'sr100_0004'],
    ['009', [], '010'],
    ['99', [], '100'],
    ['a', [], 'b'],
    ['a', ['b', 'c'], 'd'],
    ['z', [], 'aa'],
    ['Z', [], 'AA'],
    ['az', [], 'ba'],
    ['zz', [], 'aaa'],
    ['mt01a', [], 'mt01b'],
    ['bb_z', [], 'bb_aa'],
    ['morning', [], 'morning_2'],
    ['morning', ['morning_2'], 'morning_3'],
    ['a_', [], 'a__2'],
    ['m'.repeat(20), [], `${'m'.repeat(18)}_2`],
    [`${'r'.repeat(18)}99`, [], `${'r'.repeat(17)}100`],
  ])('after %s, with %j taken, comes %s', (id, taken, next) => {
    expect(nextRunId(id, taken)).toBe(next);
  });

  it('gives up where there are no more numbers', () => {
    expect(nextRunId(`${'9'.repeat(19)}8`, [])).toBe('9'.repeat(20));
    expect(() => nextRunId('9'.repeat(20), [])).toThrow(RangeError);
  });

  it('is new and the name of a run', () => {
    const ids = constantFrom('a', 'z', 'run', '009', 'sr100_0001', 'x'.repeat(20), `${'x'.repeat(19)}9`, 'Features');
    assert(
      property(ids, (first) => {
        const taken = new Set<string>([first]);
        for (let id = first; taken.size < 120; taken.add(id)) {
          id = nextRunId(id, taken);
          expect(taken.has(id)).toBe(false);
          expect(objectName('run', id)).toBe(id);
        }
      }),
    );
  });
});
