import { describe, expect, it } from 'vitest';
import { nearestKey } from '../../../src/model/metadata/nearest-key.js';

describe('nearestKey', () => {
  it.each([
    ['latitud', 'latitude'],
    ['Longitude', 'longitude'],
    ['latidude', 'latitude'],
    ['', 'x'],
  ])('finds for %j the key %j', (given, near) => {
    expect(nearestKey(given, ['latitude', 'longitude', 'x'])).toBe(near);
  });

  it('finds none among none', () => {
    expect(nearestKey('x', [])).toBeUndefined();
  });
});
