import { describe, expect, it } from 'vitest';
import {
  completeChannelMetadata,
  decodeChannelMetadata,
  encodeChannelMetadata,
} from '../../../src/model/metadata/channel-metadata.js';
import { refused } from '../refused.js';
import { storedMap } from './stored-map.js';

describe('channel metadata', () => {
  it.each([
    [{ component: 'ex' }, 'electric', 52],
    [{ component: 'Hx' }, 'magnetic', 24],
    [{ component: 'temperature' }, 'auxiliary', 20],
    [{}, 'auxiliary', 20],
    [{ component: 'ex_copy', type: 'auxiliary' as const }, 'auxiliary', 20],
  ])('%j is %s', (input, type, count) => {
    const channel = completeChannelMetadata(input);
    expect(channel.type).toBe(type);
    const attributes = encodeChannelMetadata(channel);
    expect(attributes).toHaveLength(count);
    expect(decodeChannelMetadata(storedMap(attributes))).toEqual(channel);
  });

  it.each([
    [{ mth5_type: 'MAGNETIC', type: 'electric', component: 'ex' }, 'magnetic'],
    [{ mth5_type: 'Something', type: 'Electric', component: 'hx' }, 'electric'],
    [{ type: ['magnetic\0'], component: 'ex' }, 'magnetic'],
    [{ component: 'Ey' }, 'electric'],
    [{ component: 5 }, 'auxiliary'],
    [{}, 'auxiliary'],
  ])('%j is read as %s', (stored, type) => {
    expect(decodeChannelMetadata(new Map(Object.entries(stored))).type).toBe(type);
  });

  it('refuses a type that does not fit the component, and one that is none', () => {
    const where = { file: 'a.h5', object: 's/st/r/ex' };
    const unfit = refused(() => completeChannelMetadata({ component: 'ex', type: 'magnetic' }, where));
    expect(unfit.message).toContain('"ex" cannot be magnetic');
    const unknown: Record<string, unknown> = { component: 'ex', type: 'seismic' };
    const error = refused(() => completeChannelMetadata(unknown, where));
    expect(error.message).toContain('"seismic" of "type"');
    expect(error).toMatchObject(where);
  });
});
