// An alarm of CloudWatch that has begun to ring: whichever monitor its owner has set, it is a second trigger of detection
// beside the tick (M47). It says where to look, never what is wrong.

import * as z from 'zod/mini';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import type { MetricQuery } from '#domain/signal/signal.ts';

/** A metric as an alarm names it. */
type AlarmMetric = Pick<MetricQuery, 'namespace' | 'dimensions'>;

export interface AlarmNotice {
  readonly alarmName: string;
  /** What it looks at; none for an alarm that is made of other alarms. */
  readonly metrics: readonly AlarmMetric[];
}

/** An entry without a metric of its own is an expression over the others. */
const AlarmEntry = z.object({
  metricStat: z.optional(
    z.object({
      metric: z.object({
        namespace: z.string(),
        dimensions: z._default(z.record(z.string(), z.string()), {}),
      }),
    }),
  ),
});
const RingingAlarm = z.object({
  alarmName: z.string(),
  state: z.object({ value: z.literal('ALARM') }),
  configuration: z.object({ metrics: z._default(z.array(AlarmEntry), []) }),
});

/** The alarm that an event tells of, or undefined when none has begun to ring. */
export function readAlarmNotice(event: CloudEvent): AlarmNotice | undefined {
  if (event['detail-type'] !== 'CloudWatch Alarm State Change') return undefined;
  const { data } = z.safeParse(RingingAlarm, event.detail);
  if (!data) return undefined;
  const { alarmName, configuration } = data;
  return { alarmName, metrics: configuration.metrics.flatMap(({ metricStat }) => metricStat?.metric ?? []) };
}
