import { describe, expect, it } from 'vitest';
import { classifyMetric } from '#domain/cause/metric-kind.ts';

describe('the kind of a metric', () => {
  it.each([
    ['latency', 'latency', 'up'],
    ['PodServerLatencyP90(s)', 'latency', 'up'],
    ['TargetResponseTime', 'latency', 'up'],
    ['PodClientLatencyP95(s)', 'waiting', 'up'],
    ['availability', 'errors', 'down'],
    ['PodSuccessRate(%)', 'errors', 'down'],
    ['unhealthy-targets', 'errors', 'up'],
    ['HTTPCode_Target_5XX_Count', 'errors', 'up'],
    ['CpuUsageRate(%)', 'cpu', 'up'],
    ['NodeCpuUsageRate(%)', 'host', 'up'],
    ['MemoryUsage(Mi)', 'memory', 'up'],
    ['requests', 'traffic', 'both'],
    ['PodWorkload(Ops)', 'traffic', 'both'],
    ['NetworkReceiveBytes', 'network', 'both'],
    ['temperature', 'other', 'both'],
  ])('of %s is %s', (name, kind, harm) => {
    expect(classifyMetric(name)).toEqual({ kind, harm });
  });
});
