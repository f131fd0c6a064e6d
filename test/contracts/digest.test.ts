import { expect, it } from 'vitest';
import { digestOf } from '#contracts/digest.ts';

it('does not depend on the order of keys', () => {
  expect(digestOf({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(digestOf({ b: [2, { d: 4, c: 3 }], a: 1 }));
});

it('depends on every value', () => {
  expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }));
});

it('is the SHA-256 of the canonical JSON, as any other program computes it', () => {
  expect(digestOf({ b: 1, a: 'é' })).toBe('aa58fba8483623bed37c1b02edfccbdd9a53123837c20bfa4cb4049993a2872e');
});

it('refuses what JSON cannot express', () => {
  expect(() => digestOf(undefined)).toThrow(TypeError);
});
