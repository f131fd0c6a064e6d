import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { sqliteExecutionStore } from '#adapters/sqlite/execution-store.ts';
import type { Execution } from '#local/asl/execution.ts';
import type { HistoryEvent } from '#local/asl/history.ts';
import type { LocalFunctions } from '#local/asl/lambda-tasks.ts';
import type { ExecutionStore } from '#local/asl/ports.ts';
import {
  askTask,
  callTask,
  machineOf,
  makeWorld,
  memoryStore,
  request,
  type States,
  scopeOf,
} from './harness.ts';

function world(states: States, functions: LocalFunctions = {}) {
  return makeWorld(machineOf(states), { ask: async () => null, ...functions });
}

describe('a restart', () => {
  const sqlite = (): ExecutionStore =>
    sqliteExecutionStore<Execution, HistoryEvent>(new DatabaseSync(':memory:'));

  it.each([
    ['in memory', memoryStore],
    ['in SQLite', sqlite],
  ])('takes up tasks, timers and tokens from the store: %s', async (_name, openStore) => {
    const states = {
      Each: {
        Type: 'Parallel',
        Branches: [
          scopeOf({ Call: callTask('f', { Output: '{% $states.result.Payload %}', End: true }) }),
          scopeOf({ Hold: { Type: 'Wait', Seconds: 60, Output: 'waited', End: true } }),
          scopeOf({ Ask: askTask({ TimeoutSeconds: 600, End: true }) }),
        ],
        End: true,
      },
    };
    const functions = { f: async () => 'called', ask: async () => null };
    const first = makeWorld(machineOf(states), functions, openStore());
    await first.executor.start(request());
    await first.timeline.advance(30);
    const token = 'token:e-1/0/1/0/2/1/0';

    const second = first.restart();
    await second.executor.resume();
    await second.timeline.advance(30);
    await second.executor.sendTaskSuccess(token, 'answered');

    const ended = await second.executor.describe('e-1');
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: ['called', 'waited', 'answered'] });
    expect((await second.executor.history('e-1')).map((event) => event.id)).toEqual(
      Array.from({ length: ended?.lastEventId ?? 0 }, (_, index) => index + 1),
    );
  });

  it('calls again the task whose result was lost, with the same key', async () => {
    const keys: string[] = [];
    const first = world(
      { Call: callTask('f') },
      { f: async (_payload, context) => keys.push(context.taskKey) },
    );
    await first.executor.start(request());

    const second = first.restart();
    await second.executor.resume();
    await second.timeline.advance(0);
    await first.timeline.advance(0);

    expect(keys).toEqual(['0/1/0', '0/1/0']);
    expect(
      (await second.executor.history('e-1')).filter((event) => event.type === 'TaskSucceeded'),
    ).toHaveLength(1);
  });

  it('lets a timer that came due meanwhile fire at once', async () => {
    const first = world({ Hold: { Type: 'Wait', Seconds: 5, End: true } });
    await first.executor.start(request());

    const second = first.restart();
    await second.timeline.advance(100);
    await second.executor.resume();
    await second.timeline.advance(0);

    expect(await second.executor.describe('e-1')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('names the machine that a stored execution needs and the executor lacks', async () => {
    const { executor, store } = world({ Hold: { Type: 'Wait', Seconds: 5, End: true } });
    await executor.start(request());
    const [execution] = await store.list();
    if (execution) await store.save({ ...execution, machineName: 'gone' }, []);

    await expect(executor.stop('e-1', {})).rejects.toThrow(
      'Execution e-1 belongs to machine gone, which is not loaded',
    );
  });

  it('never acts on a turn that could not be saved', async () => {
    const store = memoryStore();
    let calls = 0;
    const broken: ExecutionStore = { ...store, save: () => Promise.reject(new Error('disk full')) };
    const { executor, timeline } = makeWorld(
      machineOf({ Call: callTask('count') }),
      { count: async () => (calls += 1) },
      broken,
    );

    await expect(executor.start(request())).rejects.toThrow('disk full');
    await timeline.advance(60);

    expect(calls).toBe(0);
  });
});
