// The one table of moves between incident states; nothing else decides what may follow what.

import type { IncidentEnd, IncidentState } from '#domain/incident/incident.ts';
import { IncidentEnd as Ends } from '#domain/incident/incident.ts';

const MOVES: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  open: ['diagnosed', 'escalated', 'suppressed'],
  diagnosed: ['planned', 'escalated', 'suppressed', 'resolved'],
  planned: ['planned', 'awaiting-approval', 'remediating', 'escalated', 'suppressed', 'resolved'],
  'awaiting-approval': ['planned', 'remediating', 'escalated', 'suppressed', 'resolved'],
  remediating: ['planned', 'verifying', 'rolled-back', 'escalated', 'suppressed', 'resolved'],
  verifying: ['planned', 'remediating', 'resolved', 'rolled-back', 'escalated', 'suppressed'],
  resolved: [],
  'rolled-back': [],
  escalated: [],
  suppressed: [],
};

/** Whether an incident may go from one state to another. */
export function canMove(from: IncidentState, to: IncidentState): boolean {
  return MOVES[from].includes(to);
}

/** Whether a state is an end. */
export function isEnd(state: IncidentState): state is IncidentEnd {
  return Ends.safeParse(state).success;
}
