// The part of an incident's card in Slack that asks people what it was worth (B8). Their clicks come back to click.ts.

import { FeedbackAction } from '#contracts/slack.ts';
import type { IncidentId } from '#domain/ids.ts';

/** Buttons in Slack's form (https://docs.slack.dev/reference/block-kit/blocks/actions-block). */
export interface FeedbackBlock {
  readonly type: 'actions';
  /** One in each message, so that a click names its block. */
  readonly block_id: 'feedback';
  readonly elements: readonly FeedbackButton[];
}

interface FeedbackButton {
  readonly type: 'button';
  readonly action_id: FeedbackAction;
  readonly text: { readonly type: 'plain_text'; readonly text: string };
  /** The incident; Slack allows 2,000 characters. */
  readonly value: string;
}

const LABELS: Readonly<Record<FeedbackAction, string>> = {
  'feedback-useful': 'Useful',
  'feedback-false-alarm': 'False alarm',
  'feedback-wrong-cause': 'Wrong cause',
};

/** The three buttons under the card of an incident. */
export function composeFeedbackButtons(incidentId: IncidentId): FeedbackBlock {
  const elements = FeedbackAction.options.map(
    (action): FeedbackButton => ({
      type: 'button',
      action_id: action,
      text: { type: 'plain_text', text: LABELS[action] },
      value: incidentId,
    }),
  );
  return { type: 'actions', block_id: 'feedback', elements };
}
