// Approvals in the embedded database. Decisions are only ever added, so their number and the status name the version
// that a writer has read: of two people who decide at the same time, one reads and judges again.

import type { DatabaseSync } from 'node:sqlite';
import type { ApprovalStore } from '#application/ports/recovery.ts';
import { Approval } from '#domain/approval/approval.ts';
import { ConflictError } from '#domain/errors.ts';
import { readBodies, readBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteApprovalStore(database: DatabaseSync): ApprovalStore {
  createTable(database);
  const statements = prepareStatements(database);

  return {
    async create(approval) {
      const { approvalId, incidentId, requestedAt } = approval;
      if (statements.insert.run({ ...versionOf(approval), incidentId, requestedAt }).changes === 1) return;
      throw new ConflictError(
        `Approval ${approvalId} has been requested already; wait for its answer`,
        readBody(Approval, statements.select.get(approvalId)),
      );
    },
    async find(approvalId) {
      return readBody(Approval, statements.select.get(approvalId));
    },
    async replace(seen, next) {
      const condition = { seenStatus: seen.status, seenDecisions: seen.decisions.length };
      return statements.update.run({ ...versionOf(next), ...condition }).changes === 1;
    },
    async listRequested() {
      return readBodies(Approval, statements.selectRequested.all());
    },
    async listOf(incidentId) {
      return readBodies(Approval, statements.selectOf.all(incidentId));
    },
  };
}

function createTable(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS approval (
      approval_id TEXT PRIMARY KEY, incident_id TEXT NOT NULL, status TEXT NOT NULL,
      decision_count INTEGER NOT NULL, requested_at INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS approval_requested ON approval (requested_at) WHERE status = 'requested';
    CREATE INDEX IF NOT EXISTS approval_of_incident ON approval (incident_id, requested_at);
  `);
}

function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      `INSERT INTO approval (approval_id, incident_id, status, decision_count, requested_at, body)
       VALUES (:id, :incidentId, :status, :decisions, :requestedAt, :body) ON CONFLICT DO NOTHING`,
    ),
    update: database.prepare(
      `UPDATE approval SET status = :status, decision_count = :decisions, body = :body
       WHERE approval_id = :id AND status = :seenStatus AND decision_count = :seenDecisions`,
    ),
    select: database.prepare('SELECT body FROM approval WHERE approval_id = ?'),
    selectRequested: database.prepare(
      `SELECT body FROM approval WHERE status = 'requested' ORDER BY requested_at, approval_id`,
    ),
    selectOf: database.prepare(
      'SELECT body FROM approval WHERE incident_id = ? ORDER BY requested_at, approval_id',
    ),
  };
}

function versionOf(approval: Approval) {
  return {
    id: approval.approvalId,
    status: approval.status,
    decisions: approval.decisions.length,
    body: JSON.stringify(approval),
  };
}
