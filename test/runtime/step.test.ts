import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InvalidInputError } from '#domain/errors.ts';
import { step } from '#runtime/step.ts';

const contract = {
  name: 'double',
  input: z.object({ count: z.int() }),
  output: z.object({ count: z.int() }),
};

describe('a step', () => {
  it('runs its use case with its adapters and the input that it could read', async () => {
    const double = step(contract, async (factor: number, { count }) => ({ count: count * factor }));

    expect(await double(2)({ count: 21, unknown: 'is dropped' })).toEqual({ count: 42 });
  });

  it('says what it cannot read, before anything is done', async () => {
    const double = step(contract, () => Promise.reject(new Error('must not be called')));

    const call = double({})({ count: 'many' });

    await expect(call).rejects.toThrow(InvalidInputError);
    await expect(call).rejects.toThrow(/double got an input it cannot read: .*count/s);
  });

  it('hands out nothing that its contract does not know', async () => {
    const wrong = step(contract, async () => ({ count: 0.5 }));

    await expect(wrong({})({ count: 1 })).rejects.toThrow();
  });
});
