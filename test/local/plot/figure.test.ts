import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DependencyError } from '#domain/errors.ts';
import { renderSvg, writeFigure } from '#local/plot/figure.ts';
import { drawForecast } from '#local/plot/forecast-figure.ts';
import { collectColumns, type PlotSample } from '#local/plot/plot-columns.ts';
import { drawScores } from '#local/plot/score-figure.ts';
import { labelTick } from '#local/plot/time-axis.ts';
import { makeFolder, START } from '../series/files.ts';

const PERIOD = 300;

function columnsOf(count: number, change: (index: number) => Partial<PlotSample> | undefined = () => ({})) {
  const collector = collectColumns();
  for (let index = 0; index < count; index++) {
    const changed = change(index);
    if (!changed) continue;
    const band = { expected: 10, lower: 8, upper: 12 };
    const at = START + index * PERIOD * 1000;
    collector.add({ at, values: [10 + (index % 3)], band, score: 0.1, isAlarm: false, ...changed });
  }
  return collector.columns();
}

const alarmsAt =
  (...indices: readonly number[]) =>
  (index: number) =>
    indices.includes(index) ? { values: [30], score: 1, isAlarm: true } : {};
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

describe('the picture of scores', () => {
  it('shows one series with its band, its alarms, and the incidents they make', () => {
    const columns = columnsOf(300, alarmsAt(100, 101, 104, 200));

    const svg = renderSvg(
      drawScores({ title: 'a <b> & c', names: ['value'], columns, periodSeconds: PERIOD }),
    );

    expect(svg).toContain('a &lt;b&gt; &amp; c');
    expect(svg).toContain('2026-01-01 00:00 to 2026-01-02 00:55 UTC, a point every 300 s, 2 incidents');
    expect(svg).toContain('usual band');
    expect(count(svg, /<circle r="3"/g)).toBe(4);
    expect(svg).not.toContain('NaN');
  });

  it('leaves a hole where time passed without a point, in line and band', () => {
    const whole = renderSvg(
      drawScores({ title: 't', names: ['value'], columns: columnsOf(50), periodSeconds: PERIOD }),
    );
    const columns = columnsOf(50, (index) => (index > 20 && index < 30 ? undefined : {}));
    const broken = renderSvg(drawScores({ title: 't', names: ['value'], columns, periodSeconds: PERIOD }));

    const moves = (svg: string) => count(svg, /M/g);
    expect(moves(broken)).toBe(moves(whole) + 5);
  });

  it('marks the value below when that is further from what was expected', () => {
    const alarm = (value: number) =>
      columnsOf(9, (index) => (index === 5 ? { values: [value], isAlarm: true } : {}));

    const [high, low] = [30, -30].map((value) =>
      drawScores({ title: 't', names: ['value'], columns: alarm(value), periodSeconds: PERIOD }),
    );

    const dot = (figure = high) => Number(/r="3" cy="([\d.]+)"/.exec(figure?.panels[0]?.svg ?? '')?.[1]);
    expect(dot(low)).toBeGreaterThan(dot(high));
  });

  it('gives each of several series a panel, and says how many are left out', () => {
    const names = Array.from({ length: 8 }, (_, index) => `metric ${index}`);
    const columns = columnsOf(50, () => ({ values: names.map((_, index) => index) }));

    const figure = drawScores({ title: 't', names, columns, periodSeconds: PERIOD });

    expect(figure.panels).toHaveLength(7);
    expect(figure.subtitle).toContain('0 incidents, 2 more series not drawn');
    expect(renderSvg(figure)).toContain('metric 5');
  });

  it.each([
    ['no point', []],
    ['one point', columnsOf(1)],
    ['one incident', columnsOf(9, alarmsAt(3))],
    ['unknown values only', columnsOf(9, () => ({ values: [undefined], band: undefined }))],
    ['one constant zero', columnsOf(9, () => ({ values: [0], band: undefined }))],
  ])('can be drawn of %s', (_, columns) => {
    const figure = drawScores({ title: 't', names: ['value'], columns, periodSeconds: PERIOD });

    const svg = renderSvg(figure);

    expect(svg).not.toContain('NaN');
    expect(svg).not.toContain('Infinity');
  });
});

describe('the picture of a forecast', () => {
  const fan = [0, 1, 2].map((step) => ({
    at: START + (50 + step) * PERIOD * 1000,
    q10: 5 - step,
    q50: 10,
    q90: 15 + step,
  }));
  const [first, ...others] = fan;

  it('shows the way so far and the fan of what is to come', () => {
    if (!first) throw new Error('no fan');

    const figure = drawForecast({
      title: 'requests',
      name: 'value',
      history: columnsOf(50),
      fan: [first, ...others],
      periodSeconds: PERIOD,
    });

    const svg = renderSvg(figure);
    expect(figure.subtitle).toBe(
      'Forecast for 2026-01-01 04:10 to 2026-01-01 04:20 UTC, a point every 300 s',
    );
    expect(svg).toContain('median forecast');
    expect(svg).not.toContain('NaN');
  });

  it('can do without a history, and with one point', () => {
    if (!first) throw new Error('no fan');

    const figure = drawForecast({ title: 't', name: 'v', history: [], fan: [first], periodSeconds: PERIOD });

    expect(renderSvg(figure)).not.toContain('NaN');
  });
});

describe('a picture', () => {
  const figure = drawScores({ title: 't', names: ['value'], columns: columnsOf(20), periodSeconds: PERIOD });

  it('is written as SVG or PNG, by the ending of its name', async () => {
    const folder = await makeFolder();

    await writeFigure(join(folder, 'a.svg'), figure);
    await writeFigure(join(folder, 'a.PNG'), figure);

    expect(await readFile(join(folder, 'a.svg'), 'utf8')).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/,
    );
    expect((await readFile(join(folder, 'a.PNG'))).subarray(1, 4).toString()).toBe('PNG');
  });

  it('that cannot be written is told of by name', async () => {
    const path = join(await makeFolder(), 'none', 'a.svg');

    await expect(writeFigure(path, figure)).rejects.toThrow(DependencyError);
    await expect(writeFigure(path, figure)).rejects.toThrow(/none\/a.svg cannot be written/);
  });
});

it.each([
  ['2026-03-05T00:00:00Z', 0, '5 Mar\n2026'],
  ['2026-03-05T06:30:00Z', 0, '06:30\n5 Mar\n2026'],
  ['2026-03-05T06:30:15Z', 1, '06:30:15'],
  ['2026-03-05T00:00:00Z', 1, '5 Mar'],
  ['2026-01-01T00:00:00Z', 3, '1 Jan\n2026'],
])('the tick at %s is %j', (at, index, label) => {
  expect(labelTick(new Date(at), index)).toBe(label);
});
