import { describe, expect, it } from 'vitest';
import { metricQueriesFor } from '#contracts/naming.ts';
import { recordedMetrics } from '#local/replay/metric-source.ts';
import { continueWith, moveRecording, type Recording } from '#local/replay/recording.ts';
import { resourceOf, settingsFor } from '#local/replay/services.ts';
import { manualClock, minute } from '../../builders.ts';

function recording(name: string, from: number, count: number): Recording {
  const value = Array.from({ length: count }, (_, index) => ({
    at: minute(from + index * 5),
    value: from + index * 5,
  }));
  return {
    periodSeconds: 300,
    components: [{ name, kind: 'series', series: { value } }],
    from: minute(from),
    to: minute(from + count * 5),
  };
}

const values = ({ components }: Recording, name: string) =>
  components.find((component) => component.name === name)?.series.value?.map((point) => point.value);

describe('recordedMetrics', () => {
  it('shows no period before it has ended', async () => {
    const clock = manualClock(minute(9));
    const cpu = recording('a/b', 0, 4);
    const source = recordedMetrics(cpu, clock);
    const [component] = cpu.components;
    const queries = component ? metricQueriesFor(resourceOf(component), 300) : [];

    const early = await source.read(queries, minute(0), minute(60));
    clock.advance(60);
    const onTime = await source.read(queries, minute(0), minute(60));
    const bounded = await source.read(queries, minute(5), minute(10));

    expect(early[0]?.points.map(({ value }) => value)).toEqual([0]);
    expect(onTime[0]?.points.map(({ value }) => value)).toEqual([0, 5]);
    expect(bounded[0]?.points.map(({ value }) => value)).toEqual([5]);
  });

  it('has no points of what was not recorded', async () => {
    const source = recordedMetrics(recording('web', 0, 2), manualClock(minute(60)));
    const stranger = resourceOf({ name: 'other', kind: 'component', series: {} });

    const series = await source.read(metricQueriesFor(stranger), minute(0), minute(60));

    expect(series.map(({ points }) => points.length)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('a recording', () => {
  it('is moved onto the grid', () => {
    const moved = moveRecording(recording('web', 0, 2), 119);

    expect(moved.components[0]?.series.value?.map(({ at }) => at)).toEqual([minute(0), minute(5)]);
    expect(moveRecording(recording('web', 0, 2), 600).from).toBe(minute(10));
  });

  it('is continued without an overlap, whoever is part of which half', () => {
    const both = continueWith(recording('web', 0, 4), recording('web', 10, 2));
    const apart = continueWith(recording('web', 0, 4), recording('late', 10, 2));

    expect(values(both, 'web')).toEqual([0, 5, 10, 15]);
    expect(both.to).toBe(minute(20));
    expect([values(apart, 'web'), values(apart, 'late')]).toEqual([
      [0, 5],
      [10, 15],
    ]);
  });
});

describe('settingsFor', () => {
  it('watches each component, calls only what is measured, and lets nothing act', () => {
    const settings = settingsFor(recording('web', 0, 1), new Map([['web', ['web', 'ghost']]]));

    expect(settings.mode).toBe('observe');
    expect(settings.polling.periodSeconds).toBe(300);
    expect(settings.services).toMatchObject([
      { id: 'web', resources: ['recorded-series/recording/web'], dependsOn: ['web'] },
    ]);
  });

  it('escapes what would end a part of an id', () => {
    const [service] = settingsFor(recording('a/b%c', 0, 1), new Map()).services;

    expect(service).toMatchObject({ id: 'a/b%c', resources: ['recorded-series/recording/a%2Fb%25c'] });
  });

  it('refuses a name that no id has room for', () => {
    expect(() => settingsFor(recording('x'.repeat(181), 0, 1), new Map())).toThrow(/shorten it/);
  });
});
