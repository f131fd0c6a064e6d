import { expect, it } from 'vitest';
import { explainClosing } from '#domain/incident/closing.ts';

it('every reason becomes a sentence, also one that is not known', () => {
  expect(explainClosing('verified')).toBe('The remedy worked, and the service stayed well.');
  expect(explainClosing('toString')).toBe('It ended: toString.');
});
