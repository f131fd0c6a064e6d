// Map (inline): the same states once per item, at most so many at a time.

import { bindingsOf, evaluateField } from '../context.ts';
import type { MapState } from '../definition.ts';
import { STATES_ERRORS, StateError } from '../errors.ts';
import type { ChildrenActivity, Frame, Slot } from '../execution.ts';
import { type Bindings, queryError } from '../expression.ts';
import { describeError, type HistoryEventType } from '../history.ts';
import type { Json } from '../json.ts';
import { completeState, refuseTooLarge } from '../transition.ts';
import { type FrameOutcome, record, type Turn } from '../turn.ts';
import { failureOf, outputsOf, startChild } from './children.ts';
import { evaluateSeconds } from './wait.ts';

/** Step Functions works on at most so many iterations of an inline Map at once, and so does an unlimited Map. */
const MAX_INLINE_CONCURRENCY = 40;

/** A Map state that is being executed. */
export interface MapInFrame {
  readonly frame: Frame;
  readonly state: MapState;
  readonly activity: ChildrenActivity;
}

/** Starts as many iterations as may work at once. */
export async function runMap(turn: Turn, frame: Frame, state: MapState): Promise<void> {
  const bindings = bindingsOf(turn, frame);
  const items = await evaluateItems(turn, frame, { state, bindings });
  const concurrency = { name: 'MaxConcurrency', value: state.MaxConcurrency, minimum: 0 };
  const asked = (await evaluateSeconds(turn, concurrency, bindings)) || MAX_INLINE_CONCURRENCY;
  const tolerance = await evaluateTolerance(turn, state, bindings);
  const slots: Slot[] = items.map(() => ({ kind: 'pending' }));
  const activity: ChildrenActivity = {
    kind: 'children',
    slots,
    items,
    maxConcurrency: Math.min(asked, MAX_INLINE_CONCURRENCY),
    ...(tolerance ? { tolerance } : {}),
  };
  frame.activity = activity;
  record(turn, frame, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  await goOnWithMap(turn, { frame, state, activity });
}

async function evaluateItems(
  turn: Turn,
  frame: Frame,
  { state, bindings }: { readonly state: MapState; readonly bindings: Bindings },
): Promise<readonly Json[]> {
  const name = 'Items';
  const items =
    state.Items === undefined
      ? frame.input
      : await evaluateField(turn, { name, value: state.Items }, bindings);
  if (!Array.isArray(items)) throw queryError(`The field '${name}' must be an array.`, name);
  return items;
}

async function evaluateTolerance(
  turn: Turn,
  { ToleratedFailureCount, ToleratedFailurePercentage }: MapState,
  bindings: Bindings,
): Promise<{ count: number; percentage: number } | undefined> {
  if (ToleratedFailureCount === undefined && ToleratedFailurePercentage === undefined) return undefined;
  const field = { name: 'ToleratedFailureCount', value: ToleratedFailureCount, minimum: 0 };
  const count = await evaluateSeconds(turn, field, bindings);
  const percentage = await evaluatePercentage(turn, ToleratedFailurePercentage, bindings);
  return { count: count ?? Number.MAX_SAFE_INTEGER, percentage: percentage ?? 100 };
}

async function evaluatePercentage(
  turn: Turn,
  value: Json | undefined,
  bindings: Bindings,
): Promise<number | undefined> {
  if (value === undefined) return undefined;
  const name = 'ToleratedFailurePercentage';
  const percentage = await evaluateField(turn, { name, value }, bindings);
  if (typeof percentage === 'number' && percentage >= 0 && percentage <= 100) return percentage;
  throw queryError(`The field '${name}' must be a number from 0 to 100.`, name);
}

/** Starts the iterations there is room for; completes the state when there is none left to wait for. */
async function goOnWithMap(turn: Turn, map: MapInFrame): Promise<void> {
  const { slots, maxConcurrency } = map.activity;
  for (const [index, slot] of slots.entries()) {
    const running = slots.filter((each) => each.kind === 'running').length;
    if (running >= maxConcurrency) break;
    if (slot.kind === 'pending')
      slots[index] = { kind: 'running', frame: await startIteration(turn, map, index) };
  }
  if (slots.some((slot) => slot.kind === 'running')) return;
  const result = outputsOf(slots);
  refuseTooLarge(map.frame, 'a result', result);
  record(turn, map.frame, 'MapStateSucceeded');
  await completeState(turn, map.frame, { exit: map.state, output: result, facts: { result } });
}

async function startIteration(
  turn: Turn,
  { frame, state, activity }: MapInFrame,
  index: number,
): Promise<Frame> {
  const item = { index, value: activity.items?.[index] ?? null };
  const { ItemSelector, ItemProcessor } = state;
  const input =
    ItemSelector === undefined
      ? item.value
      : await evaluateField(
          turn,
          { name: 'ItemSelector', value: ItemSelector },
          bindingsOf(turn, frame, { item }),
        );
  const child = startChild(turn, frame, { index, state: ItemProcessor.StartAt, input, item });
  recordIteration(turn, frame, { phase: 'Started', child });
  return child;
}

function recordIteration(
  turn: Turn,
  map: Frame,
  { phase, child }: { phase: 'Started' | 'Succeeded' | 'Failed' | 'Aborted'; child: Frame },
): void {
  const type: HistoryEventType = `MapIteration${phase}`;
  const details = { name: map.state, index: child.index };
  record(turn, child, type, { [`mapIteration${phase}EventDetails`]: details });
}

/** An iteration ended. @throws StateError when it failed and that is not tolerated. */
export async function endIteration(
  turn: Turn,
  map: MapInFrame,
  { child, outcome }: { readonly child: Frame; readonly outcome: FrameOutcome },
): Promise<void> {
  recordIteration(turn, map.frame, { phase: outcome.ok ? 'Succeeded' : 'Failed', child });
  map.frame.lastEventId = child.lastEventId;
  const failure = outcome.ok ? undefined : findIntolerable(map.activity, failureOf(outcome));
  if (!failure) return goOnWithMap(turn, map);
  for (const slot of map.activity.slots) {
    if (slot.kind === 'running') recordIteration(turn, map.frame, { phase: 'Aborted', child: slot.frame });
  }
  record(turn, map.frame, 'MapStateFailed', {
    mapStateFailedEventDetails: describeError(failure.error, failure.cause),
  });
  throw failure;
}

function findIntolerable(
  { slots, tolerance }: ChildrenActivity,
  failure: StateError,
): StateError | undefined {
  if (!tolerance) return failure;
  const failed = slots.filter((slot) => slot.kind === 'failed').length;
  if (failed <= tolerance.count && (100 * failed) / slots.length <= tolerance.percentage) return undefined;
  const cause = `${failed} of ${slots.length} iterations failed, which is more than the Map state tolerates.`;
  return new StateError(STATES_ERRORS.tooManyFailures, cause);
}
