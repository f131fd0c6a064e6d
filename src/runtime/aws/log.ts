// Lifecycle events and metrics of a function on AWS: JSON lines and embedded metrics, by the Powertools of the platform.

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Log } from '#application/ports/operations.ts';
import { METRIC_NAMESPACE, METRICS } from '#contracts/metrics.ts';

export interface LambdaLog extends Log {
  /** Writes the metrics of this call; CloudWatch reads them out of the log. */
  flush(): void;
}

/** The log of one function; its name is a field of every line and a dimension of every metric. */
export function makeLambdaLog(functionName: string): LambdaLog {
  const logger = new Logger({ serviceName: functionName });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: functionName });
  return {
    record: (event, fields) => logger.info(event, { ...fields }),
    count: (metric, value) => metrics.addMetric(metric, METRICS[metric].unit, value),
    flush: () => metrics.publishStoredMetrics(),
  };
}
