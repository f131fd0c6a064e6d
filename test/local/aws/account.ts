// An account in a glass: everything in order unless a test says otherwise.

import type { ResourceId } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { MetricQuery } from '#domain/signal/signal.ts';
import { NEVER_ENGAGED } from '#domain/switch/stop-switch.ts';
import type { Account } from '#runtime/aws/account.ts';
import { NOON, resourceDescription } from '../../builders.ts';

export const PLACE = { accountId: '123456789012', region: 'eu-central-1' } as const;
export const IDENTITY = { ...PLACE, principal: 'arn:aws:iam::123456789012:user/ann' } as const;

/** What AWS says to a caller who lacks a permission. */
export function refusalOf(action: string): Error {
  return new Error(`Could not ask: User: ann is not authorized to perform: ${action} on resource: *`);
}

/** An account in which every resource is tagged and every metric published. */
export function fakeAccount(overrides: Partial<Account> = {}): Account {
  return {
    identify: async () => IDENTITY,
    resources: { describe: async (resourceId) => managed(resourceId) },
    metrics: { read: async (queries) => queries.map(published) },
    makeActuator: () => ({ apply: async () => undefined }),
    discover: async () => [],
    readStopSwitch: async () => NEVER_ENGAGED,
    readConcurrencyQuota: async () => 1000,
    readBootstrapVersion: async () => 30,
    ...overrides,
  };
}

/** A resource that may be changed and has a version to return to. */
export function managed(
  resourceId: ResourceId,
  overrides: Partial<ResourceDescription> = {},
): ResourceDescription {
  return resourceDescription({
    resourceId,
    tags: { 'fleetmedic:managed': 'true' },
    previousVersion: { version: 'checkout:40', replacedAt: NOON, isRollbackSafe: true },
    ...overrides,
  });
}

function published(query: MetricQuery) {
  return { query, points: [{ at: NOON, value: 1 }] };
}
