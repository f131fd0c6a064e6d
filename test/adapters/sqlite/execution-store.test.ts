import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { sqliteExecutionStore } from '#adapters/sqlite/execution-store.ts';

interface Body {
  readonly name: string;
  readonly status: string;
  readonly step?: number;
}

const event = (id: number, type = 'TaskStarted') => ({ id, type });

function openStore(database = new DatabaseSync(':memory:')) {
  return sqliteExecutionStore<Body, ReturnType<typeof event>>(database);
}

describe('the SQLite execution store', () => {
  it('knows nothing of an execution that was never saved', async () => {
    const store = openStore();

    expect(await store.load('one')).toBeUndefined();
    expect(await store.loadHistory('one')).toEqual([]);
    expect(await store.list()).toEqual([]);
  });

  it('replaces the execution and adds to its history', async () => {
    const store = openStore();

    await store.save({ name: 'one', status: 'RUNNING', step: 1 }, [event(1), event(2)]);
    await store.save({ name: 'one', status: 'SUCCEEDED', step: 2 }, [event(3)]);

    expect(await store.load('one')).toEqual({ name: 'one', status: 'SUCCEEDED', step: 2 });
    expect(await store.loadHistory('one')).toEqual([event(1), event(2), event(3)]);
  });

  it('lists by status, in the order in which executions were first saved', async () => {
    const store = openStore();
    for (const name of ['b', 'a', 'c']) await store.save({ name, status: 'RUNNING' }, []);
    await store.save({ name: 'a', status: 'FAILED' }, []);

    const names = async (status?: string) => (await store.list(status)).map((each) => each.name);

    expect(await names()).toEqual(['b', 'a', 'c']);
    expect(await names('RUNNING')).toEqual(['b', 'c']);
    expect(await names('FAILED')).toEqual(['a']);
  });

  it('saves an execution with its events or not at all', async () => {
    const store = openStore();
    await store.save({ name: 'one', status: 'RUNNING', step: 1 }, [event(1)]);
    const unwritable = { id: 3, type: 'x', toJSON: failToWrite };

    const saved = store.save({ name: 'one', status: 'RUNNING', step: 2 }, [event(2), unwritable]);

    await expect(saved).rejects.toThrow('cannot be written');
    expect(await store.load('one')).toMatchObject({ step: 1 });
    expect(await store.loadHistory('one')).toEqual([event(1)]);
  });

  it('keeps what it has when the database is opened again', async () => {
    const database = new DatabaseSync(':memory:');
    await openStore(database).save({ name: 'one', status: 'RUNNING' }, [event(1)]);

    const reopened = openStore(database);

    expect(await reopened.load('one')).toEqual({ name: 'one', status: 'RUNNING' });
    expect(await reopened.loadHistory('one')).toEqual([event(1)]);
  });
});

function failToWrite(): never {
  throw new Error('cannot be written');
}
