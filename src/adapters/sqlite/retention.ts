// Removes from the embedded database what is older than the user wants to keep it. Open incidents and the audit log
// stay: the one is not over, and a chain is only worth something whole.

import type { DatabaseSync } from 'node:sqlite';
import type { Settings } from '#contracts/settings.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import { atomically } from './database.ts';

const DAY_SECONDS = 86_400;

/** Rows removed of each kind; an incident counts once, with all that belongs to it. */
export interface PurgeReport {
  readonly health: number;
  readonly anomalies: number;
  readonly changes: number;
  readonly predictions: number;
  readonly errors: number;
  /** Minings and windows of correlations, which rest on anomalies and are let go with them. */
  readonly patterns: number;
  readonly incidents: number;
}

/** All that is kept of an incident beside its own row, and how it is found. */
const PARTS_OF_INCIDENT = [
  'DELETE FROM incident_timeline WHERE incident_id IN (SELECT incident_id FROM old_incident)',
  'DELETE FROM diagnosis WHERE incident_id IN (SELECT incident_id FROM old_incident)',
  'DELETE FROM plan WHERE incident_id IN (SELECT incident_id FROM old_incident)',
  'DELETE FROM approval WHERE incident_id IN (SELECT incident_id FROM old_incident)',
  'DELETE FROM verification WHERE incident_id IN (SELECT incident_id FROM old_incident)',
  'DELETE FROM incident_feedback WHERE incident_id IN (SELECT incident_id FROM old_incident)',
  'DELETE FROM outcome WHERE incident_id IN (SELECT incident_id FROM old_incident)',
  'DELETE FROM capture WHERE execution_id IN (SELECT execution_id FROM old_incident)',
  'DELETE FROM incident WHERE incident_id IN (SELECT incident_id FROM old_incident)',
].join(';');

/** Removes everything that the retention settings let go at `now`, all in one transaction. */
export function purge(database: DatabaseSync, now: Instant, retention: Settings['retention']): PurgeReport {
  const daysBefore = (days: number) => secondsAfter(now, -days * DAY_SECONDS);
  return atomically(database, () => ({
    health: removeBefore(database, 'health', daysBefore(retention.healthDays)),
    anomalies: removeBefore(database, 'anomaly', daysBefore(retention.anomalyDays)),
    changes: removeBefore(database, 'change', daysBefore(retention.changeDays)),
    errors: removeBefore(database, 'error_minute', daysBefore(retention.healthDays)),
    predictions: removeBefore(database, 'prediction', daysBefore(retention.healthDays)),
    patterns:
      removeBefore(database, 'pattern_report', daysBefore(retention.anomalyDays)) +
      removeBefore(database, 'correlation_window', daysBefore(retention.anomalyDays)),
    incidents: removeIncidentsBefore(database, daysBefore(retention.incidentDays)),
  }));
}

function removeBefore(
  database: DatabaseSync,
  table:
    | 'error_minute'
    | 'health'
    | 'anomaly'
    | 'change'
    | 'prediction'
    | 'pattern_report'
    | 'correlation_window',
  limit: Instant,
): number {
  return Number(database.prepare(`DELETE FROM ${table} WHERE at < ?`).run(limit).changes);
}

function removeIncidentsBefore(database: DatabaseSync, limit: Instant): number {
  database.exec(
    'CREATE TEMP TABLE IF NOT EXISTS old_incident (incident_id TEXT, execution_id TEXT); DELETE FROM old_incident',
  );
  const { changes } = database
    .prepare(
      `INSERT INTO old_incident SELECT incident_id, execution_id FROM incident WHERE is_open = 0 AND seen_at < ?`,
    )
    .run(limit);
  database.exec(PARTS_OF_INCIDENT);
  return Number(changes);
}
