// A model's record as the use cases write it: read, changed by a rule of the domain, written over exactly what was read,
// and every change of a role on the audit log under the name of whoever made it.

import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { AuditLog } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { ModelInfo } from '#application/ports/trained-model.ts';
import type { AuditEvent } from '#domain/audit/audit.ts';
import type { ModelCandidate } from '#domain/model/quality-gate.ts';
import type { RoleChange } from '#domain/model/roles.ts';

export interface ModelLifeDeps {
  readonly clock: Clock;
  readonly models: ModelRegistry;
  readonly audit: AuditLog;
  readonly log: Log;
}

/** Who acts when nobody asked. */
export const HEALER = 'fleetmedic';

/** A loaded model as the registry knows it. */
export function candidateOf({ hash, featureHash, quality = {}, measuredBeside }: ModelInfo): ModelCandidate {
  return { hash, featureHash, quality, measuredBeside };
}

/** What was changed, for the record. */
export interface RoleNews extends RoleChange {
  readonly event: Extract<AuditEvent, `model-${string}`>;
  readonly name: string;
  readonly hash: string;
}

/** Puts a change of roles on the audit log and on the log, after it was written. */
export async function recordRole({ audit, log }: ModelLifeDeps, news: RoleNews): Promise<void> {
  const { event, name, hash, at, by, reason } = news;
  await audit.append({ at, event, actor: by, subject: `${name}@${hash}`, detail: { reason } });
  const logged = event === 'model-refused' ? event : 'model-role-changed';
  log.record(logged, { name, hash, change: event, by, reason });
}
