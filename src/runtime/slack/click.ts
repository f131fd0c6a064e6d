// A click on an approval card: believed only with Slack's signature, counted only once, decided by the same use case as
// every other answer. Whatever comes of it, the person is told.

import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type AnswerApprovalDeps, answerApproval } from '#application/answer-approval.ts';
import type { Log, ReceiptStore } from '#application/ports/operations.ts';
import { parseClickValue, SlackInteraction, slackPrincipal } from '#contracts/slack.ts';
import { secondsAfter } from '#domain/ids.ts';
import type { HttpRequest } from '#runtime/http.ts';
import { findSignatureRefusal, MAX_AGE_SECONDS } from '#runtime/slack/signature.ts';

export interface ClickDeps extends AnswerApprovalDeps {
  readonly receipts: ReceiptStore;
  readonly log: Log;
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
  return decide(deps, click);
}

interface Click {
  readonly userId: string;
  readonly verdict: 'approve' | 'deny';
  readonly value: NonNullable<ReturnType<typeof parseClickValue>>;
}

async function decide(deps: ClickDeps, { userId, verdict, value }: Click): Promise<ClickAnswer> {
  const answered = await answerApproval(deps, { ...value, by: slackPrincipal(userId), verdict });
  if (!answered.ok) return answer(200, answered.refusal.detail);
  const { status, decisions, approvalsNeeded } = answered.value;
  if (status !== 'requested') return answer(200);
  return answer(200, `Noted: ${decisions.length} of ${approvalsNeeded} approvals.`);
}

/** The click in a form-encoded body, or undefined when there is none that we can read. */
function readClick(rawBody: string): Click | undefined {
  const payload = new URLSearchParams(rawBody).get('payload');
  const parsed = z.safeParse(SlackInteraction, parseJson(payload ?? ''));
  const [action] = parsed.success ? parsed.data.actions : [];
  const value = action && parseClickValue(action.value);
  return parsed.success && action && value
    ? { userId: parsed.data.user.id, verdict: action.action_id, value }
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
