// What Slack sends when a person clicks a button, as far as it is read, and the value our buttons carry. A value names
// what the person saw, the approval and its plan or the incident, and no secret: who may say so is checked on the server.

import * as z from 'zod/mini';
import type { FeedbackVerdict } from '#domain/feedback/feedback.ts';
import { ApprovalId } from '#domain/ids.ts';

export const ApprovalAction = z.enum(['approve', 'deny']);
export type ApprovalAction = z.infer<typeof ApprovalAction>;

/** The buttons under the card of an incident (B8). */
export const FeedbackAction = z.enum(['feedback-useful', 'feedback-false-alarm', 'feedback-wrong-cause']);
export type FeedbackAction = z.infer<typeof FeedbackAction>;

/** What each of them says of the incident. */
export const VERDICT_BY_ACTION: Readonly<Record<FeedbackAction, FeedbackVerdict>> = {
  'feedback-useful': 'useful',
  'feedback-false-alarm': 'false-alarm',
  'feedback-wrong-cause': 'wrong-cause',
};

/** `action_id` is the verdict. */
export const SlackInteraction = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().check(z.regex(/^[UW][A-Z0-9]{2,}$/)) }),
  actions: z
    .array(z.object({ action_id: z.union([ApprovalAction, FeedbackAction]), value: z.string() }))
    .check(z.minLength(1), z.maxLength(1)),
});
export type SlackInteraction = z.infer<typeof SlackInteraction>;

export interface ClickValue {
  readonly approvalId: ApprovalId;
  readonly planHash: string;
}

/** `<approval id>|<plan hash>`. */
export function buildClickValue({ approvalId, planHash }: ClickValue): string {
  return `${approvalId}|${planHash}`;
}

/** The parts of a button's value, or undefined when it is not one of ours. */
export function parseClickValue(value: string): ClickValue | undefined {
  const [approvalId, planHash, ...rest] = value.split('|');
  const id = ApprovalId.safeParse(approvalId);
  return id.success && planHash && rest.length === 0 ? { approvalId: id.data, planHash } : undefined;
}

/** The principal of a Slack user, as it stands in `approvals.approvers`: `slack:U012AB3CD`. */
export function slackPrincipal(userId: string): string {
  return `slack:${userId}`;
}
