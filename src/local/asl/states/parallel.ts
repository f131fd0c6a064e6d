// Parallel: all branches at once, each on the same input; the first failure stops the others.

import { bindingsOf, evaluateField } from '../context.ts';
import type { ParallelState } from '../definition.ts';
import type { ChildrenActivity, Frame, Slot } from '../execution.ts';
import { describeError } from '../history.ts';
import { completeState, refuseTooLarge } from '../transition.ts';
import { type FrameOutcome, record, type Turn } from '../turn.ts';
import { failureOf, outputsOf, startChild } from './children.ts';

/** Starts the branches. */
export async function runParallel(turn: Turn, frame: Frame, state: ParallelState): Promise<void> {
  const { Arguments } = state;
  const input =
    Arguments === undefined
      ? frame.input
      : await evaluateField(turn, { name: 'Arguments', value: Arguments }, bindingsOf(turn, frame));
  refuseTooLarge(frame, 'arguments', input);
  const slots: Slot[] = state.Branches.map(() => ({ kind: 'pending' }));
  frame.activity = { kind: 'children', slots, maxConcurrency: slots.length };
  record(turn, frame, 'ParallelStateStarted');
  for (const [index, branch] of state.Branches.entries()) {
    slots[index] = {
      kind: 'running',
      frame: startChild(turn, frame, { index, state: branch.StartAt, input }),
    };
  }
}

/** A branch ended. @throws StateError with the branch's error when it failed. */
export async function endBranch(
  turn: Turn,
  frame: Frame,
  { state, activity, outcome }: { state: ParallelState; activity: ChildrenActivity; outcome: FrameOutcome },
): Promise<void> {
  if (!outcome.ok) {
    record(turn, frame, 'ParallelStateFailed', {
      parallelStateFailedEventDetails: describeError(outcome.error, outcome.cause),
    });
    throw failureOf(outcome);
  }
  if (activity.slots.some((slot) => slot.kind === 'running')) return;
  const result = outputsOf(activity.slots);
  refuseTooLarge(frame, 'a result', result);
  record(turn, frame, 'ParallelStateSucceeded');
  await completeState(turn, frame, { exit: state, output: result, facts: { result } });
}
