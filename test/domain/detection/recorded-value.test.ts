import { describe, expect, it } from 'vitest';
import { judgeMinute } from '#domain/detection/judge-minute.ts';
import { observeMinute } from '#domain/detection/observe-minute.ts';
import { createWatch } from '#domain/detection/service-watch.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { AnomalyId, Instant, ServiceId } from '#domain/ids.ts';
import { MONDAY } from './shop.ts';

const serviceId = ServiceId.parse('recorded');
const settings = DEFAULT_DETECTION_SETTINGS;

/** The health of each minute of a recorded series. */
function watch(values: readonly number[]): readonly HealthRecord[] {
  let state = createWatch(serviceId);
  return values.map((value, minute) => {
    const reading = { at: Instant.parse(MONDAY + minute * 60_000), indicators: { value }, percentiles: {} };
    const observed = observeMinute(state, reading, {
      serviceId,
      periodSeconds: 60,
      isTeaching: true,
      settings,
    });
    if (!observed) throw new Error('every minute is new');
    const judged = judgeMinute(observed.watch, observed.observation, {
      anomalyId: AnomalyId.parse(`anomaly-${minute}`),
      detectedAt: reading.at,
      maxFailures: 3,
      settings,
    });
    state = judged.watch;
    return judged.healthRecord;
  });
}

describe('the health of a number of which only the course is known', () => {
  it('is as usual while too little is known to say otherwise', () => {
    expect(watch([7])[0]).toMatchObject({ score: 1, state: 'healthy' });
  });

  it('falls with the distance from what is usual, up and down alike', () => {
    const steady = Array.from({ length: 120 }, () => 100);

    const [up, down] = [watch([...steady, 1000]), watch([...steady, 10])].map(
      (records) => records.at(-1)?.score,
    );

    expect(up).toBeLessThan(0.2);
    expect(down).toBeCloseTo(up ?? 1, 1);
  });

  it('does not fall where the usual has no size to compare with', () => {
    const zeros = Array.from({ length: 120 }, () => 0);

    expect(watch([...zeros, 5]).at(-1)?.score).toBe(1);
    expect(watch([...zeros, -5]).at(-1)?.score).toBe(1);
  });
});
