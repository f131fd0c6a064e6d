import { describe, expect, it } from 'vitest';
import { readMetricExport } from '#local/backtest/metric-export.ts';
import { signalOfColumn } from '#local/backtest/signal-columns.ts';
import { writeHistory } from './history.ts';

const MINUTES = [0, 1, 2].map((minute) => `2026-01-05T00:0${minute}:00Z`);

describe('a metric export', () => {
  it('is the services of its files, each with the signals of its columns', async () => {
    const folder = await writeHistory({
      'shop.csv': `timestamp,RequestCount,latency_p99\n${MINUTES.map((at, i) => `${at},${i},0.${i}`).join('\n')}\n`,
      'mail.CSV': `timestamp,queue-age\n${MINUTES.map((at) => `${at},5`).join('\n')}\n`,
      'incidents.csv': 'start,end\n',
    });

    const { services, periodSeconds, from, to } = await readMetricExport(folder);

    expect(services.map(({ name, series }) => [name, [...series.keys()]])).toEqual([
      ['mail', ['queue-age']],
      ['shop', ['request-count', 'latency-p99']],
    ]);
    expect({ periodSeconds, from, to }).toEqual({
      periodSeconds: 60,
      from: Date.UTC(2026, 0, 5),
      to: Date.UTC(2026, 0, 5, 0, 3),
    });
  });

  it('makes one point of those in one period, by the statistic of the signal', async () => {
    const header = 'timestamp,request-count,memory,healthy-targets,cpu,Duration p99';
    const rows = [
      '2026-01-05T00:00:00Z,1,50,4,20,100',
      '2026-01-05T00:00:30Z,2,70,3,40,300',
      '2026-01-05T00:01:00Z,5,1,1,1,1',
    ];
    const folder = await writeHistory({ 'shop.csv': [header, ...rows].join('\n') });

    const { services } = await readMetricExport(folder);

    const firsts = [...(services[0]?.series ?? [])].map(([signal, [point]]) => [signal, point?.value]);
    expect(firsts).toEqual([
      ['request-count', 3],
      ['memory', 70],
      ['healthy-targets', 3],
      ['cpu', 30],
      // Milliseconds become seconds; the statistic of a percentile is a mean of them.
      ['latency-p99', 0.2],
    ]);
  });

  it('leaves out columns that it does not know, late rows and unknown values, and says so', async () => {
    const rows = [`${MINUTES[1]},1,2`, `${MINUTES[0]},9,9`, `${MINUTES[2]},,2`];
    const folder = await writeHistory({ 'shop.csv': ['timestamp,cpu,weather', ...rows].join('\n') });

    const { services, notices } = await readMetricExport(folder);

    expect(services[0]?.series.get('cpu')).toEqual([{ at: Date.UTC(2026, 0, 5, 0, 1), value: 1 }]);
    expect(notices.join('\n')).toMatch(/column weather is no signal that is known: left out/);
    expect(notices.join('\n')).toMatch(/1 row earlier than one before/);
  });

  it('says when it is coarser than the loop reads', async () => {
    const rows = [0, 1, 2].map((hour) => `2026-01-05T0${hour}:00:00Z,1`);
    const folder = await writeHistory({ 'shop.csv': ['timestamp,cpu', ...rows].join('\n') });

    const { periodSeconds, notices } = await readMetricExport(folder);

    expect(periodSeconds).toBe(300);
    expect(notices.at(-1)).toMatch(/a point every 3600 s is less than the loop reads \(every 300 s\)/);
  });
});

it.each([
  ['request_count', { signal: 'request-count', scale: 1 }],
  ['HTTPCode_Target_5XX_Count', { signal: 'error-count', scale: 1 }],
  ['TargetResponseTime p99', { signal: 'latency-p99', scale: 1 }],
  ['Duration p50', { signal: 'latency-p50', scale: 0.001 }],
  ['ApproximateAgeOfOldestMessage', { signal: 'queue-age', scale: 1 }],
  ['TargetResponseTime', undefined],
])('the column %s carries %j', (name, column) => {
  expect(signalOfColumn(name)).toEqual(column);
});
