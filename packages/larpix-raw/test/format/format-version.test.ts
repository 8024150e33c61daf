import { assert, nat, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  effectiveVersion,
  parseVersion,
  requestedVersion,
  requireCompatible,
} from '../../src/format/format-version.js';

const path = '/data/raw.h5';
const pair = tuple(nat(3), nat(1000));

describe('a version', () => {
  it('is two decimal integers', () => {
    assert(
      property(nat(999_999_999), nat(999_999_999), (major, minor) => {
        expect(parseVersion(`${major}.${minor}`)).toEqual({ major, minor });
      }),
    );
  });

  it('is nothing else', () => {
    const check = property(string({ maxLength: 8 }), (text) => {
      if (/^[0-9]+\.[0-9]+$/.test(text)) return;
      expect(parseVersion(text)).toBeUndefined();
      expect(() => requestedVersion('version', text)).toThrow(TypeError);
    });
    assert(check, { examples: [['0.0\n'], ['1e1.0'], ['+0.0'], ['0.0.0'], ['']] });
    expect(parseVersion('0.1234567890')).toBeUndefined();
    expect(() => requestedVersion('io_version', 0.1 as never)).toThrow("io_version '0.1' is not of the form '0.0'");
  });

  it('serves the same major, and minors that are not newer', () => {
    const check = property(pair, pair, ([major, minor], [wantedMajor, wantedMinor]) => {
      const [stored, wanted] = [`${major}.${minor}`, `${wantedMajor}.${wantedMinor}`];
      const attempt = (): void => requireCompatible('version', stored, wanted, path);
      if (major === wantedMajor && wantedMinor <= minor) {
        expect(attempt).not.toThrow();
        expect(effectiveVersion(stored, wanted)).toBe(wanted);
      } else expect(attempt).toThrow(expect.objectContaining({ code: 'WRONG_VERSION', file: path }) as Error);
    });
    assert(check);
  });

  it('is that of the file where none is asked for', () => {
    expect(effectiveVersion('0.7', undefined)).toBe('0.7');
  });

  it('that is missing is told so', () => {
    expect(() => requireCompatible('io_version', undefined, '0.0', path)).toThrow(
      `${path} : /meta: the file has no io_version, which does not serve a program made for '0.0'. ` +
        'Leave io_version away, or begin a new file',
    );
  });
});
