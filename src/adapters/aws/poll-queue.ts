// The poll queue on SQS: where plan-polls leaves the shards that score-services reads.

import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PollQueue } from '#application/ports/operations.ts';
import type { PollShard } from '#contracts/events.ts';
import { sendInBatches } from './batches.ts';
import { calling } from './errors.ts';

export interface PollQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** The queue under this URL. Rejects when a shard could not be sent; the ones before it are. */
export function sqsPollQueue({ client, queueUrl }: PollQueueOptions): PollQueue {
  async function sendBatch(shards: readonly PollShard[], delaySeconds: number): Promise<readonly number[]> {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: shards.map((shard, place) => ({
          Id: String(place),
          MessageBody: JSON.stringify(shard),
          DelaySeconds: delaySeconds,
        })),
      }),
    );
    return Failed.map(({ Id }) => Number(Id));
  }

  return {
    send: (shards, delaySeconds = 0) =>
      calling(`send to ${queueUrl}`, () =>
        sendInBatches('poll shards', shards, (batch) => sendBatch(batch, delaySeconds)),
      ),
  };
}
