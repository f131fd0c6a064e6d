// A click on a card of ours, be it an answer to an approval or a word on an incident: believed only with Slack's signature,
// counted only once, carried out by the same use case as from everywhere else. Whatever comes of it, the person is told.

import { createHash } from 'node:crypto';
import { type AnswerApprovalDeps, answerApproval } from '#application/answer-approval.ts';
import { type JudgeIncidentDeps, judgeIncident } from '#application/judge-incident.ts';
import type { ReceiptStore } from '#application/ports/operations.ts';
import { secondsAfter } from '#domain/ids.ts';
import type { HttpRequest } from '#runtime/http.ts';
import { type ApprovalClick, type FeedbackClick, readClick } from '#runtime/slack/read-click.ts';
import { findSignatureRefusal, MAX_AGE_SECONDS } from '#runtime/slack/signature.ts';

export interface ClickDeps extends AnswerApprovalDeps, JudgeIncidentDeps {
  readonly receipts: ReceiptStore;
  readonly secrets: { slackSigningSecret(): Promise<string> };
}

export interface ClickAnswer {
  readonly status: 200 | 400 | 401;
  /** A message that only the person who clicked sees; absent when the card says it all. */
  readonly body?: Note;
}

/** Slack's form of such a message. */
interface Note {
  readonly response_type: 'ephemeral';
  readonly replace_original: false;
  readonly text: string;
}

function answer(status: ClickAnswer['status'], text?: string): ClickAnswer {
  if (text === undefined) return { status };
  return { status, body: { response_type: 'ephemeral', replace_original: false, text } };
}

/** Verifies, decides, answers. A request seen before changes nothing. */
export async function receiveClick(deps: ClickDeps, { headers, rawBody }: HttpRequest): Promise<ClickAnswer> {
  const now = deps.clock.now();
  const request = {
    timestamp: headers['x-slack-request-timestamp'],
    signature: headers['x-slack-signature'],
    rawBody,
  };
  const refusal = findSignatureRefusal(request, await deps.secrets.slackSigningSecret(), now);
  if (refusal) {
    deps.log.record('click-refused', { reason: refusal });
    return answer(401, `This request is not believed: ${refusal}.`);
  }
  const click = readClick(rawBody);
  if (!click) return answer(400, 'This is not a click on a card of Fleetmedic.');
  const receipt = createHash('sha256').update(String(request.signature)).digest('hex');
  const isFirst = await deps.receipts.claim(receipt, secondsAfter(now, 2 * MAX_AGE_SECONDS));
  if (!isFirst) {
    deps.log.record('click-refused', { reason: 'replayed' });
    return answer(200, 'This click was received before; it counts once.');
  }
  return click.about === 'approval' ? decide(deps, click) : judge(deps, click);
}

async function decide(deps: ClickDeps, { by, verdict, value }: ApprovalClick): Promise<ClickAnswer> {
  const answered = await answerApproval(deps, { ...value, by, verdict });
  if (!answered.ok) return answer(200, answered.refusal.detail);
  const { status, decisions, approvalsNeeded } = answered.value;
  if (status !== 'requested') return answer(200);
  return answer(200, `Noted: ${decisions.length} of ${approvalsNeeded} approvals.`);
}

/** Only of the people who may approve: whoever else reads the channel does not move what counts as abnormal. */
async function judge(deps: ClickDeps, { by, verdict, incidentId }: FeedbackClick): Promise<ClickAnswer> {
  const { approvers } = (await deps.settings.current()).approvals;
  if (!approvers.includes(by)) {
    deps.log.record('click-refused', { reason: 'unknown-person', incidentId });
    return answer(200, `${by} is not known here. Ask for a place under approvals.approvers of the settings.`);
  }
  const judged = await judgeIncident(deps, { incidentId, verdict, by });
  if (!judged.ok) return answer(200, judged.refusal.detail);
  return answer(200, `Noted: ${verdict}. Another click takes its place.`);
}
