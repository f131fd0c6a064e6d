// How many recovery steps a second the real state machine carries out over the embedded database, with steps that answer
// at once: the cost of durability alone.

import { openDatabase } from '#adapters/sqlite/database.ts';
import { sqliteExecutionStore } from '#adapters/sqlite/execution-store.ts';
import { ExecutionId, IncidentId, Instant, secondsAfter } from '#domain/ids.ts';
import type { Execution } from '#local/asl/execution.ts';
import type { HistoryEvent } from '#local/asl/history.ts';
import { makeRecoveryRuntime } from '#local/recoveries.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { type Benchmark, ratePerSecond } from './figure.ts';

const RECOVERIES = 50;
/** Diagnose, plan, begin, apply, verify twice, close. */
const STEPS_EACH = 7;
const START = Instant.parse(0);

/** A recovery that works at the first attempt. */
function makeSteps(count: () => void) {
  let isHeld = false;
  const answers: Record<string, () => unknown> = {
    DiagnoseIncident: () => ({ outcome: 'diagnosed' }),
    PlanRecovery: () => ({
      outcome: 'ready',
      planId: 'plan',
      strategy: 'service-restart',
      actionCount: 1,
      waitSeconds: 0,
    }),
    BeginExecution: () => ({ outcome: 'begun', fencingToken: 1, waitSeconds: 0, waitedSeconds: 0 }),
    'ApplyAction-service-restart': () => ({ outcome: 'applied', soakSeconds: 180 }),
    VerifyRecovery: () => {
      isHeld = !isHeld;
      return { outcome: isHeld ? 'hold-down' : 'resolved', waitSeconds: 60 };
    },
    CloseIncident: () => ({ outcome: 'closed', end: 'resolved' }),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      async () => {
        count();
        return answer();
      },
    ]),
  );
}

async function recoverAll(): Promise<void> {
  const database = openDatabase(':memory:');
  let steps = 0;
  const timeline = virtualTimeline(START);
  const bound = makeSteps(() => {
    steps += 1;
  });
  const { recoveries } = makeRecoveryRuntime({
    store: sqliteExecutionStore<Execution, HistoryEvent>(database),
    timeline,
    seed: 1,
    secret: 'bench',
    steps: () => bound,
  });
  for (let number = 0; number < RECOVERIES; number++) {
    await recoveries.start(ExecutionId.parse(`rec-${number}`), IncidentId.parse(`inc-${number}`));
    await timeline.runUntil(secondsAfter(timeline.now(), 3600));
  }
  database.close();
  if (steps !== RECOVERIES * STEPS_EACH)
    throw new Error(`Expected ${RECOVERIES * STEPS_EACH} steps, got ${steps}`);
}

export const recovery: Benchmark = {
  name: 'recovery',
  async measure() {
    const value = await ratePerSecond(RECOVERIES * STEPS_EACH, recoverAll);
    return [{ name: 'durable recovery steps', value, unit: '1/s', aim: 'over 200' }];
  },
};
