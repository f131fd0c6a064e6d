import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectColumns, type PlotSample } from '#local/plot/plot-columns.ts';

const sample = (at: number, value: number | undefined, rest: Partial<PlotSample> = {}): PlotSample => ({
  at,
  values: [value],
  score: 0,
  isAlarm: false,
  ...rest,
});

function collect(samples: readonly PlotSample[]) {
  const collector = collectColumns();
  for (const each of samples) collector.add(each);
  return collector.columns();
}

describe('the columns of a plot', () => {
  it('are the samples themselves while these are few', () => {
    const columns = collect([sample(0, 1), sample(60_000, undefined), sample(120_000, 3)]);

    expect(columns.map(({ from, ranges }) => [from, ranges])).toEqual([
      [0, [{ lowest: 1, highest: 1 }]],
      [60_000, [undefined]],
      [120_000, [{ lowest: 3, highest: 3 }]],
    ]);
  });

  it('are never more than a plot can show, and lose no extreme, alarm or score', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 600_000 }),
        fc.nat(),
        (count, stepMs, oddity) => {
          const odd = oddity % count;
          const samples = Array.from({ length: count }, (_, index) =>
            index === odd
              ? sample(index * stepMs, 900, { score: 0.9, isAlarm: true })
              : sample(index * stepMs, index % 7),
          );

          const columns = collect(samples);

          expect(columns.length).toBeLessThanOrEqual(2400);
          const found = columns.find(({ from, to }) => odd * stepMs >= from && odd * stepMs <= to);
          expect(found).toMatchObject({ score: 0.9, isAlarm: true });
          expect(found?.ranges[0]?.highest).toBe(900);
          expect(columns[0]?.from).toBe(0);
          expect(columns.at(-1)?.to).toBe((count - 1) * stepMs);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('take the widest band, and what was expected last', () => {
    const narrow = { expected: 5, lower: 4, upper: 6 };
    const wide = { expected: 7, lower: 1, upper: 8 };
    const samples = Array.from({ length: 2401 }, (_, index) =>
      sample(index, 1, { band: [narrow, wide, undefined, narrow][index % 4] }),
    );

    const columns = collect(samples);

    expect(columns[0]).toMatchObject({ from: 0, to: 1, band: { expected: 7, lower: 1, upper: 8 } });
    expect(columns[1]).toMatchObject({ from: 2, to: 3, band: narrow });
  });
});
