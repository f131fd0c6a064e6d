import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Deployed, findPredecessor } from '#adapters/aws/resources/version-history.ts';

const deployed = fc.record({
  version: fc.constantFrom('1', '2', '3'),
  at: fc.integer({ min: 0, max: 1000 }).map((seconds) => new Date(seconds * 1000)),
  hasWorked: fc.boolean(),
});
const histories = fc.uniqueArray(deployed, { maxLength: 12, selector: ({ at }) => at.getTime() });

describe('the version before the present one', () => {
  it('is another one that worked, and ran before the present one took over', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const before = findPredecessor('3', history);

        if (!before) return;
        expect(before.version).not.toBe('3');
        const earlier = history.filter(
          ({ at, version }) => at < before.replacedAt && version === before.version,
        );
        expect(earlier.some(({ hasWorked }) => hasWorked)).toBe(true);
      }),
    );
  });

  it('does not depend on the order in which deployments are told', () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(findPredecessor('3', history.toReversed())).toEqual(findPredecessor('3', history));
      }),
    );
  });

  it.each<[string, readonly Deployed[]]>([
    ['nothing was ever deployed', []],
    ['the present one is the first', [at('3', 1)]],
    ['the present one is not among the deployments', [at('2', 1)]],
    ['the others never worked', [at('3', 2), { ...at('2', 1), hasWorked: false }]],
  ])('is unknown when %s', (_why, history) => {
    expect(findPredecessor('3', history)).toBeUndefined();
  });
});

function at(version: string, seconds: number): Deployed {
  return { version, at: new Date(seconds * 1000), hasWorked: true };
}
