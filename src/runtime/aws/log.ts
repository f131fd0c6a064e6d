// Lifecycle events and metrics of a function on AWS: JSON lines and embedded metrics, by the Powertools of the platform.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Log } from '#application/ports/operations.ts';
import { METRIC_NAMESPACE, METRIC_SERVICE_ALL, METRICS } from '#contracts/metrics.ts';
import { takeSpent } from './metering.ts';

export interface LambdaLog extends Log {
  /** Writes the metrics of this call; CloudWatch reads them out of the log. */
  flush(): void;
}

/**
 * The log of one function; its name is a field of every line and a dimension of every metric. What calls to AWS cost, and
 * how long models take, is counted for all functions together: a metric for each would cost more than most of them do.
 */
export function makeLambdaLog(functionName: string): LambdaLog {
  const logger = new Logger({ serviceName: functionName });
  const own = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: functionName });
  const shared = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: METRIC_SERVICE_ALL });
  return {
    record: (event, fields) => logger.info(event, { ...fields }),
    count(metric, value) {
      const publisher = 'isShared' in METRICS[metric] ? shared : own;
      publisher.addMetric(metric, METRICS[metric].unit, value);
    },
    flush() {
      const { calls, microdollars } = takeSpent();
      shared.addMetric('AwsCalls', METRICS.AwsCalls.unit, calls);
      shared.addMetric('AwsCallCost', METRICS.AwsCallCost.unit, microdollars);
      shared.publishStoredMetrics();
      if (own.hasStoredMetrics()) own.publishStoredMetrics();
    },
  };
}
