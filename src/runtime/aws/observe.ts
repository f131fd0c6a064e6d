// The ports of the observe plane on AWS: the queue and the metrics. The model has a file of its own, so that its runtime
// gets into no bundle but the scorer's.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { cloudWatchMetricSource } from '#adapters/aws/metric-source.ts';
import { sqsPollQueue } from '#adapters/aws/poll-queue.ts';
import { s3VersionStore } from '#adapters/aws/version-store.ts';
import { meteredClient } from './metering.ts';

/** The queue that feeds the scorers. */
export function makePollQueue(environment: { readonly FLEETMEDIC_POLL_QUEUE_URL: string }) {
  return sqsPollQueue({ client: meteredClient(SQSClient), queueUrl: environment.FLEETMEDIC_POLL_QUEUE_URL });
}

/** The versions of the scoring model that trainings have made. */
export function makeVersions(environment: { readonly FLEETMEDIC_MODELS: string }) {
  return s3VersionStore({
    client: meteredClient(S3Client),
    bucketName: environment.FLEETMEDIC_MODELS,
  });
}

/** CloudWatch of this account and Region. */
export function makeMetrics() {
  return cloudWatchMetricSource(meteredClient(CloudWatchClient));
}
