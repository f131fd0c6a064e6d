import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Mode, resolveMode } from '#domain/mode/mode.ts';

const modes = fc.array(fc.option(fc.constantFrom(...Mode.options), { nil: undefined }));

it('the most restrictive of all given modes wins, and observe where none is given', () => {
  fc.assert(
    fc.property(modes, (given) => {
      const resolved = resolveMode(given);

      const ranks = given.filter((mode) => mode !== undefined).map((mode) => Mode.options.indexOf(mode));
      expect(Mode.options.indexOf(resolved)).toBe(ranks.length === 0 ? 0 : Math.min(...ranks));
    }),
  );
});
