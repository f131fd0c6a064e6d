// Calls people through an SNS topic: e-mail, chat and paging tools subscribe to it. SNS delivers at least once and
// forgets nothing, so each page carries a key by which the tools behind the topic recognise the incident and the reason.

import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Page, Pager } from '#application/ports/operations.ts';
import { calling } from './errors.ts';

/** SNS refuses longer subjects. */
const MAX_SUBJECT_LENGTH = 100;
const CUT = '...';
const WORDS = { 'approval-needed': 'Approval needed', escalated: 'Escalated' } as const;

export interface PagerOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
}

/** The pager behind this topic. The message is the Page as JSON with its time in ISO 8601 and `dedupKey`. */
export function snsPager({ client, topicArn }: PagerOptions): Pager {
  return {
    async page(page) {
      const dedupKey = `${page.incidentId}/${page.reason}`;
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(page),
        Message: JSON.stringify({ ...page, at: new Date(page.at).toISOString(), dedupKey }),
        MessageAttributes: {
          dedupKey: text(dedupKey),
          incidentId: text(page.incidentId),
          reason: text(page.reason),
          severity: text(page.severity),
        },
      });
      await calling(`page people about ${page.incidentId}`, () => client.send(command));
    },
  };
}

function text(value: string) {
  return { DataType: 'String', StringValue: value };
}

/** One line of printable ASCII, as SNS demands. */
function subjectOf({ reason, severity, serviceIds, incidentId }: Page): string {
  const line = `[${severity}] ${WORDS[reason]}: ${serviceIds.join(', ')} (${incidentId})`;
  const plain = line.replaceAll(/[^\x20-\x7e]/g, '?');
  if (plain.length <= MAX_SUBJECT_LENGTH) return plain;
  return `${plain.slice(0, MAX_SUBJECT_LENGTH - CUT.length)}${CUT}`;
}
