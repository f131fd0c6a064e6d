// A real account as the world of a loop on this machine: real signals, and hands only where acts were asked for.

import type { Page } from '#application/ports/operations.ts';
import type { Actuator } from '#application/ports/recovery.ts';
import { RejectedError } from '#domain/errors.ts';
import type { World } from '#local/world.ts';
import type { Account } from '#runtime/aws/account.ts';

export interface AccountWorldOptions {
  readonly account: Account;
  readonly isActing: boolean;
  /** Told of pages: a loop on one machine has nobody else to call. */
  readonly tell: (text: string) => void;
}

/** A second lock behind the mode: where nobody asked for acts there is no client that could change anything. */
const NO_HANDS: Actuator = {
  apply: ({ kind, resourceId }) =>
    Promise.reject(
      new RejectedError(`${kind} on ${resourceId} was not sent: this loop observes; start it with --act`),
    ),
};

/** The ports of a loop over an account. */
export function makeAccountWorld({ account, isActing, tell }: AccountWorldOptions): World {
  const paged = new Set<string>();
  return {
    metrics: account.metrics,
    resources: account.resources,
    actuator: isActing ? account.makeActuator() : NO_HANDS,
    pager: {
      async page(page) {
        const key = `${page.incidentId}/${page.reason}`;
        if (paged.has(key)) return;
        paged.add(key);
        tell(`${describePage(page)}\n`);
      },
    },
  };
}

function describePage({ severity, reason, serviceIds, summary, incidentId }: Page): string {
  const call = reason === 'escalated' ? 'Escalated' : 'Approval needed';
  return `[${severity}] ${call}: ${serviceIds.join(', ')}: ${summary} (medic show ${incidentId})`;
}
