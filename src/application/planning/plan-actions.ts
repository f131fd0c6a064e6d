// From proposed actions to planned ones: each with the state it starts from, the way back, and a sentence for people.

import type { Action } from '#domain/action/action.ts';
import { describeAction, expectedState, invertAction } from '#domain/action/definitions.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { PlannedAction } from '#domain/plan/plan.ts';
import type { ResourceDescription, ResourceState } from '#domain/resource/resource.ts';

/** Plans actions in order; a later action on the same resource starts from the state that the earlier one leads to. */
export function planActions(
  actions: readonly Action[],
  descriptions: readonly ResourceDescription[],
): readonly PlannedAction[] {
  const states = new Map<ResourceId, ResourceState>(
    descriptions.map((each) => [each.resourceId, each.state]),
  );
  return actions.map((action) => {
    const plannedFrom = states.get(action.resourceId);
    if (!plannedFrom)
      throw new RangeError(`Action ${action.kind} is on ${action.resourceId}, which was not described`);
    states.set(action.resourceId, expectedState(action, plannedFrom));
    const inverse = invertAction(action, plannedFrom);
    const description = describeAction(action, plannedFrom);
    return inverse === undefined
      ? { action, plannedFrom, description }
      : { action, plannedFrom, inverse, description };
  });
}
