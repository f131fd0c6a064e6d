import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupsOf } from '#domain/groups.ts';

it('groups keep every item in its order, and only the last may be smaller', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (items, size) => {
      const groups = groupsOf(items, size);

      expect(groups.flat()).toEqual(items);
      expect(groups.slice(0, -1).every((group) => group.length === size)).toBe(true);
      expect(groups.every((group) => group.length > 0 && group.length <= size)).toBe(true);
    }),
  );
});
