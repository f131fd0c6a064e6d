// The simulated fleet as the world of the loop. Every port lets the plant's time pass first, so that each answer is the
// one of its moment; a witness sees each mutating call before it reaches the plant.

import type { Page } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { Action } from '#domain/action/action.ts';
import { DependencyError, NotFoundError, RejectedError } from '#domain/errors.ts';
import type { ApplyAnswer, Fleet } from '#local/fleet/fleet.ts';
import { ResourceNotFoundError } from '#local/fleet/fleet.ts';
import type { World } from '#local/world.ts';

export interface FleetWorldOptions {
  readonly fleet: Fleet;
  readonly clock: Clock;
  /** Called with each mutating call before the plant gets it. */
  readonly witness?: (action: Action, clientToken: string) => Promise<void>;
  /** Called once for each page that reaches people. */
  readonly onPage?: (page: Page) => void;
  /** Called after a mutating call has reached the plant, whatever the answer. */
  readonly onCall?: () => void;
}

/** The ports of the loop over a simulated fleet. */
export function makeFleetWorld({ fleet, clock, witness, onPage, onCall }: FleetWorldOptions): World {
  const present = (): Fleet => {
    fleet.advanceTo(clock.now());
    return fleet;
  };
  const paged = new Set<string>();
  return {
    metrics: { read: async (queries, from, to) => present().readMetrics(queries, from, to) },
    resources: {
      async describe(resourceId) {
        try {
          return present().describe(resourceId);
        } catch (error) {
          if (error instanceof ResourceNotFoundError) throw new NotFoundError(error.message);
          throw error;
        }
      },
    },
    actuator: {
      async apply(action, clientToken) {
        const plant = present();
        await witness?.(action, clientToken);
        const answer = callPatiently(() => plant.apply(action, { by: 'fleetmedic', clientToken }));
        onCall?.();
        settle(action, answer);
      },
    },
    pager: {
      async page(page) {
        if (paged.has(page.incidentId)) return;
        paged.add(page.incidentId);
        onPage?.(page);
      },
    },
  };
}

/** Tries of a throttled call, as the SDK's standard retry mode makes: nothing has changed, so trying again is safe. */
const THROTTLE_TRIES = 3;

function callPatiently(call: () => ApplyAnswer): ApplyAnswer {
  let answer = call();
  for (let tries = 1; tries < THROTTLE_TRIES && isThrottled(answer); tries += 1) answer = call();
  return answer;
}

function isThrottled(answer: ApplyAnswer): boolean {
  return answer.outcome === 'rejected' && answer.reason === 'throttled';
}

/** The plant's answer as the actuator's: rejected surely changed nothing, no answer leaves it open. */
function settle(action: Action, answer: ApplyAnswer): void {
  switch (answer.outcome) {
    case 'accepted':
      return;
    case 'rejected':
      throw new RejectedError(`${action.kind} on ${action.resourceId} was rejected: ${answer.message}`);
    case 'no-answer':
      throw new DependencyError(
        `${action.kind} on ${action.resourceId} got no answer: whether it took effect is unknown`,
      );
  }
}
