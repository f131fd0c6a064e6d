import { describe, expect, it } from 'vitest';
import { lambda } from '#runtime/aws/lambda.ts';

/** A log that counts how often it was flushed. */
function countingLog() {
  const counted = { flushes: 0 };
  const log = {
    record: () => undefined,
    count: () => undefined,
    flush: () => {
      counted.flushes += 1;
    },
  };
  return { counted, log };
}

describe('a function on AWS', () => {
  it('binds at the first call, and keeps what it bound', async () => {
    const { log } = countingLog();
    let bindings = 0;
    const handler = lambda(
      ({ greeting }: { greeting: string }) =>
        async (event) =>
          `${greeting} ${String(event)}`,
      () => {
        bindings += 1;
        return { greeting: 'hello', log };
      },
    );

    const answers = [await handler('ana'), await handler('ben')];

    expect(answers).toEqual(['hello ana', 'hello ben']);
    expect(bindings).toBe(1);
  });

  it('binds anew after a binding that failed', async () => {
    const { log } = countingLog();
    let isFirst = true;
    const handler = lambda(
      () => async () => 'done',
      async () => {
        if (!isFirst) return { log };
        isFirst = false;
        throw new Error('no network yet');
      },
    );

    await expect(handler({})).rejects.toThrow('no network yet');
    await expect(handler({})).resolves.toBe('done');
  });

  it('binds anew what says that it is out of date, and keeps it where that fails', async () => {
    const { log } = countingLog();
    const states = [{ isOld: false }, { isOld: true }, { isOld: true }];
    let bindings = 0;
    const handler = lambda(
      ({ version }: { version: number }) =>
        async () =>
          version,
      async () => {
        bindings += 1;
        if (bindings === 3) throw new Error('no network now');
        const version = bindings;
        return { version, log, isOutdated: async () => states.shift()?.isOld ?? false };
      },
    );

    const answers = [];
    for (let call = 0; call < 5; call++) answers.push(await handler({}));

    // Current at the second call, old at the third; at the fourth it cannot be bound, and stays.
    expect(answers).toEqual([1, 1, 2, 2, 2]);
    expect(bindings).toBe(3);
  });

  it('writes its metrics also after a call that failed', async () => {
    const { counted, log } = countingLog();
    const handler = lambda(
      () => async () => {
        throw new Error('a step failed');
      },
      () => ({ log }),
    );

    await expect(handler({})).rejects.toThrow('a step failed');
    expect(counted.flushes).toBe(1);
  });
});
