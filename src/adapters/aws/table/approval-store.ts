// Approvals in the table. Decisions are only ever added, so their number and the status name the version that a writer
// has read: of two people who decide at the same time, one reads and judges again (I4).

import type { ApprovalStore } from '#application/ports/recovery.ts';
import {
  approvalKey,
  approvalOfIncidentKey,
  approvalOfIncidentRange,
  type KeyRange,
  pointerRange,
  requestedApprovalKey,
} from '#contracts/table-keys.ts';
import { Approval } from '#domain/approval/approval.ts';
import { ConflictError } from '#domain/errors.ts';
import { ApprovalId } from '#domain/ids.ts';
import type { Item } from './attributes.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import { ABSENT, versionIs } from './condition.ts';
import { pointedIds, pointerItem } from './pointer.ts';
import type { Table } from './table.ts';
import { put, type Write } from './writes.ts';

/** The store over an open table. */
export function tableApprovalStore(table: Table): ApprovalStore {
  return {
    async create(approval) {
      const written = await table.write(put(itemOf(table, approval), ABSENT), ...pointersTo(table, approval));
      if (written.isWritten) return;
      throw new ConflictError(
        `Approval ${approval.approvalId} has been requested already; wait for its answer`,
        readBody(Approval, written.existing),
      );
    },
    async find(approvalId) {
      return readBody(Approval, await table.get(approvalKey(approvalId)));
    },
    async replace(seen, next) {
      const approvalPut = put(itemOf(table, next), versionIs(versionOf(seen)));
      const { isWritten } = isRequested(next)
        ? await table.write(approvalPut)
        : await table.write(approvalPut, { kind: 'remove', key: requestedApprovalKey(next) });
      return isWritten;
    },
    async listRequested() {
      return (await readPointed(table, pointerRange('requested-approvals'))).filter(isRequested);
    },
    async listOf(incidentId) {
      return readPointed(table, approvalOfIncidentRange(incidentId));
    },
  };
}

function itemOf(table: Table, approval: Approval): Item {
  return {
    ...approvalKey(approval.approvalId),
    ...bodyOf(approval),
    ...table.expiries.incidentPart(),
    version: versionOf(approval),
  };
}

function versionOf({ status, decisions }: Approval): string {
  return `${status}#${decisions.length}`;
}

function isRequested({ status }: Approval): boolean {
  return status === 'requested';
}

function pointersTo(table: Table, approval: Approval): readonly Write[] {
  const { approvalId } = approval;
  const ofIncident = pointerItem(approvalOfIncidentKey(approval), approvalId);
  const pointers = [put({ ...ofIncident, ...table.expiries.incidentPart() })];
  return isRequested(approval)
    ? [...pointers, put(pointerItem(requestedApprovalKey(approval), approvalId))]
    : pointers;
}

async function readPointed(table: Table, range: KeyRange): Promise<readonly Approval[]> {
  const ids = pointedIds(ApprovalId, await table.query(range));
  return readBodies(Approval, await table.getAll(ids.map((id) => approvalKey(id))));
}
