// Carries a turn on until every frame waits: states are entered, frames end, and parents learn of it.

import { STATES_ERRORS } from './errors.ts';
import { type Frame, lineageOf } from './execution.ts';
import { describeError, MAX_EVENTS } from './history.ts';
import { stateOf } from './machine.ts';
import { guard } from './recover.ts';
import { runChoice } from './states/choice.ts';
import { endIteration, runMap } from './states/map.ts';
import { endBranch, runParallel } from './states/parallel.ts';
import { runFail, runPass } from './states/simple.ts';
import { runTask } from './states/task.ts';
import { runWait } from './states/wait.ts';
import { type FrameOutcome, type Move, record, type Turn } from './turn.ts';

/** Makes all moves, and those that follow from them. */
export async function settle(turn: Turn): Promise<void> {
  for (const move of turn.moves) {
    if (turn.execution.status !== 'RUNNING') return;
    if (turn.execution.lastEventId >= MAX_EVENTS) return endByHistory(turn);
    if (isLive(turn, move)) await make(turn, move);
  }
}

/** The siblings of a failed branch may have had a move left. */
function isLive({ execution }: Turn, { frame }: Move): boolean {
  return lineageOf(execution, frame).length > 0;
}

function endByHistory(turn: Turn): void {
  const cause = `The execution reached the maximum number of history events (${MAX_EVENTS}).`;
  endExecution(turn, { ok: false, error: STATES_ERRORS.runtime, cause });
}

async function make(turn: Turn, move: Move): Promise<void> {
  if (move.kind === 'enter') return enterState(turn, move.frame);
  const parent = lineageOf(turn.execution, move.frame).at(-2);
  if (!parent) return endExecution(turn, move.outcome);
  parent.lastEventId = move.frame.lastEventId;
  await guard(turn, parent, () => endChild(turn, parent, move));
}

async function enterState(turn: Turn, frame: Frame): Promise<void> {
  frame.step += 1;
  frame.attempt = 0;
  frame.retries = [];
  frame.enteredAt = turn.now;
  const { Type } = stateOf(turn.machine, frame.state);
  record(turn, frame, `${Type}StateEntered`, {
    stateEnteredEventDetails: { name: frame.state, input: JSON.stringify(frame.input) },
  });
  await runState(turn, frame);
}

/** Does what the frame's state is for; also at a retry, when the state is not entered anew. */
export async function runState(turn: Turn, frame: Frame): Promise<void> {
  await guard(turn, frame, () => run(turn, frame));
}

async function run(turn: Turn, frame: Frame): Promise<void> {
  const state = stateOf(turn.machine, frame.state);
  switch (state.Type) {
    case 'Task':
      return runTask(turn, frame, state);
    case 'Pass':
    case 'Succeed':
      return runPass(turn, frame, state);
    case 'Choice':
      return runChoice(turn, frame, state);
    case 'Wait':
      return runWait(turn, frame, state);
    case 'Fail':
      return runFail(turn, frame, state);
    case 'Parallel':
      return runParallel(turn, frame, state);
    case 'Map':
      return runMap(turn, frame, state);
  }
}

async function endChild(
  turn: Turn,
  parent: Frame,
  { frame: child, outcome }: { readonly frame: Frame; readonly outcome: FrameOutcome },
): Promise<void> {
  const { activity } = parent;
  const state = stateOf(turn.machine, parent.state);
  if (activity.kind !== 'children') return;
  activity.slots[child.index] = outcome.ok
    ? { kind: 'succeeded', output: outcome.output }
    : { kind: 'failed' };
  if (state.Type === 'Map') await endIteration(turn, { frame: parent, state, activity }, { child, outcome });
  if (state.Type === 'Parallel') await endBranch(turn, parent, { state, activity, outcome });
}

/** Ends the whole execution with the outcome of its outermost frame. */
function endExecution(turn: Turn, outcome: FrameOutcome): void {
  const { execution } = turn;
  execution.stoppedAt = turn.now;
  if (outcome.ok) {
    execution.status = 'SUCCEEDED';
    execution.output = outcome.output;
    const details = { output: JSON.stringify(outcome.output) };
    record(turn, execution.root, 'ExecutionSucceeded', { executionSucceededEventDetails: details });
    return;
  }
  const failure = describeError(outcome.error, outcome.cause);
  execution.status = 'FAILED';
  Object.assign(execution, failure);
  record(turn, execution.root, 'ExecutionFailed', { executionFailedEventDetails: failure });
}
