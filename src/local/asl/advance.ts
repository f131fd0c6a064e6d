// The interpreter: an execution and a stimulus give the next execution, what it wants of the world, and its history.
// Pure but for the evaluation of expressions; saving, calling and waiting are the executor's.

import { secondsAfter } from '#domain/ids.ts';
import { ok, type Result } from '#domain/result.ts';
import { type Effect, effectsBetween } from './effects.ts';
import type { Execution } from './execution.ts';
import type { HistoryEvent } from './history.ts';
import type { Json } from './json.ts';
import { settle } from './moves.ts';
import { applyStimulus, type Stimulus, type StimulusRefused } from './stimuli.ts';
import { record, type Surroundings, type Turn } from './turn.ts';

/** The result of a turn. Save `execution` and `events` together, then carry out `effects`. */
export interface Step {
  readonly execution: Execution;
  readonly effects: readonly Effect[];
  readonly events: readonly HistoryEvent[];
}

export interface StartRequest {
  readonly name: string;
  readonly input: Json;
}

/** Begins an execution and carries it on until it waits for the first time. */
export async function startExecution(surroundings: Surroundings, request: StartRequest): Promise<Step> {
  const execution = makeExecution(surroundings, request);
  const turn = beginTurn(surroundings, execution);
  record(turn, execution.root, 'ExecutionStarted', {
    executionStartedEventDetails: { input: JSON.stringify(request.input) },
  });
  turn.moves.push({ kind: 'enter', frame: execution.root });
  await settle(turn);
  return endTurn(turn, undefined, undefined);
}

function makeExecution({ machine, now }: Surroundings, { name, input }: StartRequest): Execution {
  const { timeoutSeconds } = machine;
  return {
    name,
    machineName: machine.name,
    input,
    startedAt: now,
    ...(timeoutSeconds === undefined ? {} : { deadlineAt: secondsAfter(now, timeoutSeconds) }),
    status: 'RUNNING',
    lastEventId: 0,
    root: {
      key: '0',
      index: 0,
      state: machine.startAt,
      input,
      variables: {},
      step: 0,
      enteredAt: now,
      attempt: 0,
      retries: [],
      lastEventId: 0,
      activity: { kind: 'moving' },
    },
  };
}

/** Carries an execution on after a stimulus. `execution` itself is left as it is; a late stimulus changes nothing. */
export async function advance(
  surroundings: Surroundings,
  execution: Execution,
  stimulus: Stimulus,
): Promise<Result<Step, StimulusRefused>> {
  const turn = beginTurn(surroundings, structuredClone(execution));
  const applied = await applyStimulus(turn, stimulus);
  if (!applied.ok) return applied;
  await settle(turn);
  return ok(endTurn(turn, execution, settledBy(stimulus)));
}

function settledBy(stimulus: Stimulus): string | undefined {
  if ('taskKey' in stimulus) return stimulus.taskKey;
  return 'timerKey' in stimulus ? stimulus.timerKey : undefined;
}

function beginTurn(surroundings: Surroundings, execution: Execution): Turn {
  return { ...surroundings, execution, events: [], moves: [] };
}

function endTurn(
  { execution, events }: Turn,
  before: Execution | undefined,
  settled: string | undefined,
): Step {
  return { execution, effects: effectsBetween(before, execution, settled), events };
}
