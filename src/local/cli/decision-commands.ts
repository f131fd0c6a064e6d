// `medic approve` and `medic deny`: the same decision as in the console, about exactly the plan that was shown.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatDuration } from '#domain/incident/symptom.ts';
import type { ApiClient } from './client.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import { addConsentFlags, type ConsentFlags, isMeant } from './consent.ts';
import { CliError } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { nearest } from './nearest.ts';
import { suggest, writeJson, writeLines } from './output.ts';
import { sentence } from './values.ts';
import { addWaitFlags, type WaitFlags, waitForEnd } from './waiting.ts';

type Verdict = 'approve' | 'deny';
type Pending = ApiAnswer<'listApprovals'>['approvals'][number];

interface DecisionFlags extends ServerFlags, ConsentFlags, WaitFlags {
  readonly reason?: string;
}

/** Adds `approve` and `deny`. */
export function addDecisionCommands(program: Command, io: CliIo): void {
  for (const verdict of ['approve', 'deny'] as const) {
    const command = program
      .command(verdict)
      .summary(verdict === 'approve' ? 'let a plan be carried out' : 'forbid a plan')
      .argument('<approval>', 'its id, or that of its incident')
      .option('--reason <text>', 'why, for the record', sentence);
    addServerFlags(addWaitFlags(addConsentFlags(command))).action((id: string, flags: DecisionFlags) =>
      decide(io, { verdict, id }, flags),
    );
  }
}

async function decide(
  io: CliIo,
  { verdict, id }: { readonly verdict: Verdict; readonly id: string },
  flags: DecisionFlags,
): Promise<void> {
  const client = await connect(io, flags);
  const pending = await findPending(client, id);
  if (!flags.json) writeLines(io, describe(pending));
  const { approvalId, planHash } = pending.approval;
  const act = `${verdict} this plan`;
  if (!(await isMeant(io, flags, { word: pending.plan.serviceId, act }))) {
    if (flags.json) writeJson(io, { isDryRun: true, verdict, pending });
    return;
  }
  const answer = await client.call('decideApproval', { approvalId, verdict, planHash, reason: flags.reason });
  const { incidentId } = pending.approval;
  const end = flags.wait
    ? await waitForEnd(io, client, { incidentId, timeoutSeconds: flags.timeout })
    : undefined;
  if (flags.json)
    return writeJson(io, { isDryRun: false, ...answer, ...(end && { incident: end.incident }) });
  writeLines(io, [
    `${approvalId} is ${answer.approval.status}.`,
    ...(end ? [`${incidentId} ended ${end.incident.state}.`] : []),
  ]);
  suggest(io, `medic show ${incidentId}`);
}

async function findPending(client: ApiClient, id: string): Promise<Pending> {
  const { approvals } = await client.call('listApprovals', {});
  const found = approvals.find(({ approval }) => approval.approvalId === id || approval.incidentId === id);
  if (found) return found;
  const known = approvals.map(({ approval }) => approval.approvalId);
  const hint =
    known.length === 0 ? ' Nothing waits for a decision now.' : ` There wait: ${known.join(', ')}.`;
  throw new CliError(`No approval ${id} waits for a decision.${nearest(id, known) || hint}`);
}

function describe({ approval, plan, incident, secondsLeft }: Pending): readonly string[] {
  return [
    `${incident.incidentId}  ${incident.severity}  ${incident.title}`,
    plan.summary,
    ...plan.actions.map(
      ({ description, inverse }) => `  ${description}${inverse ? '' : ' (cannot be taken back)'}`,
    ),
    `Risk ${plan.risk.tier}: ${plan.risk.sentence}`,
    `${approval.approvalsNeeded} to approve, ${approval.decisions.length} so far, ${formatDuration(secondsLeft)} left`,
  ];
}
