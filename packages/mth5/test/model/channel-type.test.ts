import { describe, expect, it } from 'vitest';
import { channelTypeOf, requireComponent } from '../../src/model/channel-type.js';
import { refused } from './refused.js';

describe('channelTypeOf', () => {
  it.each([
    ['ex', 'electric'],
    ['Ey', 'electric'],
    ['hx', 'magnetic'],
    ['By', 'magnetic'],
    ['rrhx', 'magnetic'],
    ['temperature', 'auxiliary'],
    ['', 'auxiliary'],
  ])('takes %j for %s', (component, type) => {
    expect(channelTypeOf(component)).toBe(type);
  });
});

describe('requireComponent', () => {
  it.each([
    ['electric', 'Ex', 'ex'],
    ['electric', 'e_1', 'e_1'],
    ['magnetic', 'HZ', 'hz'],
    ['magnetic', 'bx', 'bx'],
    ['magnetic', 'rrhx', 'rrhx'],
    ['auxiliary', 'temperature', 'temperature'],
    ['auxiliary', 'ex_copy', 'ex_copy'],
  ] as const)('lets an %s channel be %s', (type, component, name) => {
    expect(requireComponent(type, component)).toBe(name);
  });

  it.each([
    ['electric', 'hx', 'begins with e', 'magnetic', '"ehx"'],
    ['magnetic', 'ex', 'begins with h, b, r', 'electric', '"hex"'],
    ['magnetic', 'temperature', 'begins with h, b, r', 'auxiliary', '"htemperature"'],
  ] as const)('refuses an %s channel %s', (type, component, reason, better, suggested) => {
    const error = refused(() => requireComponent(type, component, { file: 'a.h5', object: 's/st/r' }));
    expect(error.message).toContain(`"${component}" cannot be ${type}`);
    expect(error.message).toContain(reason);
    expect(error.remedy).toContain(better);
    expect(error.remedy).toContain(suggested);
    expect(error.object).toBe('s/st/r');
  });

  it('refuses a type that there is not', () => {
    expect(() => requireComponent('seismic' as never, 'ex')).toThrow(TypeError);
  });

  it.each(['electric', 'magnetic', 'auxiliary'] as const)('refuses names that no %s channel can have', (type) => {
    for (const name of ['', 'e/x', 'h-1', 'features']) refused(() => requireComponent(type, name));
  });
});
