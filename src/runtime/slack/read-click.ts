// Reads the click out of what Slack sends: which of our buttons, on what, by whom.

import * as z from 'zod/mini';
import {
  type ApprovalAction,
  type ClickValue,
  parseClickValue,
  SlackInteraction,
  slackPrincipal,
  VERDICT_BY_ACTION,
} from '#contracts/slack.ts';
import type { FeedbackVerdict } from '#domain/feedback/feedback.ts';
import { IncidentId } from '#domain/ids.ts';

/** An answer to a question that was put before people. */
export interface ApprovalClick {
  readonly about: 'approval';
  readonly by: string;
  readonly verdict: ApprovalAction;
  readonly value: ClickValue;
}

/** What a person says of an incident (B8). */
export interface FeedbackClick {
  readonly about: 'incident';
  readonly by: string;
  readonly verdict: FeedbackVerdict;
  readonly incidentId: IncidentId;
}

/** The click in a form-encoded body, or undefined when there is none that we can read. */
export function readClick(rawBody: string): ApprovalClick | FeedbackClick | undefined {
  const payload = new URLSearchParams(rawBody).get('payload');
  const parsed = z.safeParse(SlackInteraction, parseJson(payload ?? ''));
  const [action] = parsed.success ? parsed.data.actions : [];
  if (!parsed.success || !action) return undefined;
  const by = slackPrincipal(parsed.data.user.id);
  const { action_id: id, value: text } = action;
  if (id === 'approve' || id === 'deny') {
    const value = parseClickValue(text);
    return value && { about: 'approval', by, verdict: id, value };
  }
  const incidentId = IncidentId.safeParse(text);
  if (!incidentId.success) return undefined;
  return { about: 'incident', by, verdict: VERDICT_BY_ACTION[id], incidentId: incidentId.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
