// How many transitions a second the state machine interpreter makes, every turn saved, against what no durable
// interpreter can save: one copy of the execution through JSON for each transition.

import { Instant, secondsAfter } from '#domain/ids.ts';
import type { Execution } from '#local/asl/execution.ts';
import { makeExecutor } from '#local/asl/executor.ts';
import { requireMachine } from '#local/asl/load.ts';
import type { ExecutionStore } from '#local/asl/ports.ts';
import { makeRandomStreams } from '#local/asl/random.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { type Benchmark, ratePerSecond } from './figure.ts';

const START = Instant.parse(0);
const ROUNDS = 1000;
/** Wait and Choice of each round, and the ends. */
const TRANSITIONS = 2 * ROUNDS + 2;

const LOOP = requireMachine('bench', {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { count: 0 }, Next: 'Hold' },
    Hold: { Type: 'Wait', Seconds: 1, Assign: { count: '{% $count + 1 %}' }, Next: 'Check' },
    Check: {
      Type: 'Choice',
      Choices: [{ Condition: `{% $count < ${ROUNDS} %}`, Next: 'Hold' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
});

/** Keeps the text of the last state, as a database would. */
function textStore(): ExecutionStore & { size(): string } {
  let body = 'null';
  return {
    load: async () => JSON.parse(body) ?? undefined,
    async save(execution: Execution) {
      body = JSON.stringify(execution);
    },
    list: async () => [],
    loadHistory: async () => [],
    size: () => body,
  };
}

export const interpreter: Benchmark = {
  name: 'interpreter',
  async measure() {
    let last = 'null';
    const transitions = await ratePerSecond(TRANSITIONS, async () => {
      const store = textStore();
      const timeline = virtualTimeline(START);
      const executor = makeExecutor({
        store,
        timeline,
        machines: [LOOP],
        tasks: { invoke: async () => null },
        random: makeRandomStreams(1),
        makeToken: (key) => key,
      });
      await executor.start({ machineName: 'bench', executionName: 'one', input: {} });
      await timeline.runUntil(secondsAfter(START, 2 * ROUNDS));
      last = store.size();
    });
    const copies = await ratePerSecond(TRANSITIONS, () => {
      for (let copy = 0; copy < TRANSITIONS; copy++) JSON.parse(JSON.stringify(JSON.parse(last)));
    });
    return [
      {
        name: 'ASL transitions, saved after every turn',
        value: transitions,
        unit: '1/s',
        baseline: { what: 'JSON copies of the execution', value: copies },
        aim: 'over 2,000',
      },
    ];
  },
};
