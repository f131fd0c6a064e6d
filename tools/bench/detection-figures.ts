// The figures of detection in the common run; how they are measured stands in detection.ts.

import { loadShippedModel } from '#local/models.ts';
import { measureFeatures, measureMemory, measureTicks } from './detection.ts';
import type { Benchmark } from './figure.ts';

export const detection: Benchmark = {
  name: 'detection',
  async measure() {
    const { pointsPerSecond } = measureFeatures();
    const alone = await measureTicks(undefined);
    const loaded = await loadShippedModel();
    const thresholds = {
      name: 'service-ticks by thresholds alone',
      value: alone.serviceTicksPerSecond,
      unit: '1/s',
      aim: 'over 1,000',
    };
    const points = {
      name: 'points made into features',
      value: pointsPerSecond,
      unit: '1/s',
      aim: 'at least 200,000',
    };
    const memory = {
      name: 'memory for 1,000 services',
      value: (await measureMemory()).heapMb,
      unit: 'MB',
      aim: 'below 500',
    };
    if (!loaded.ok) return [points, thresholds, memory];
    const scored = await measureTicks(loaded.value);
    return [
      points,
      thresholds,
      memory,
      {
        name: 'service-ticks with the model',
        value: scored.serviceTicksPerSecond,
        unit: '1/s',
        baseline: { what: 'thresholds alone', value: alone.serviceTicksPerSecond },
        aim: 'over 1,000',
      },
      { name: '300 series judged', value: scored.msPer300Series, unit: 'ms', aim: 'at most 15' },
    ];
  },
};
