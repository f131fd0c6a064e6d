// Taking back what was done: which captures still stand, newest first, and whether the world is as our act left it.

import { type Facts, factsOf, isActionVisible } from '#domain/action/definitions.ts';
import type { Capture } from '#domain/capture/capture.ts';
import type { ResourceState } from '#domain/resource/resource.ts';

/** `undo`: our change stands. `not-there`: it never took effect. `moved`: somebody changed it since, hands off. */
export type UndoVerdict = 'undo' | 'not-there' | 'moved';

/** The captures whose act changed something or may have, newest first; an unknown result counts as done (I7). */
export function findStanding(captures: readonly Capture[]): readonly Capture[] {
  return captures.filter(({ result }) => result !== 'refused').toReversed();
}

/** The captures of acts that changed something, could be taken back, and were not. */
export function findKept(captures: readonly Capture[]): readonly Capture[] {
  const undone = new Set(
    captures
      .filter(({ step, result }) => step.startsWith('rollback') && result !== 'refused')
      .map(({ step }) => step.replace('rollback', 'apply')),
  );
  return captures.filter(
    ({ step, result, inverse }) =>
      step.startsWith('apply') && result !== 'refused' && inverse !== undefined && !undone.has(step),
  );
}

/** Whether the act of a capture may be taken back in the live state. */
export function judgeUndo({ action, before, after }: Capture, live: ResourceState): UndoVerdict {
  const liveFacts = factsOf(action, live);
  if (areSame(liveFacts, factsOf(action, before))) return 'not-there';
  if (!isActionVisible(action, before, live)) return 'moved';
  return after === undefined || areSame(liveFacts, factsOf(action, after)) ? 'undo' : 'moved';
}

/** Whether two sets of facts are equal. */
export function areSame(a: Facts, b: Facts): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}
