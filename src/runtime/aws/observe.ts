// The ports of the observe plane on AWS: the queue and the metrics. The model has a file of its own, so that its runtime
// gets into no bundle but the scorer's.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SQSClient } from '@aws-sdk/client-sqs';
import { cloudWatchMetricSource } from '#adapters/aws/metric-source.ts';
import { sqsPollQueue } from '#adapters/aws/poll-queue.ts';
import { meteredClient } from './metering.ts';

/** The queue that feeds the scorers. */
export function makePollQueue(environment: { readonly FLEETMEDIC_POLL_QUEUE_URL: string }) {
  return sqsPollQueue({ client: meteredClient(SQSClient), queueUrl: environment.FLEETMEDIC_POLL_QUEUE_URL });
}

/** CloudWatch of this account and Region. */
export function makeMetrics() {
  return cloudWatchMetricSource(meteredClient(CloudWatchClient));
}
