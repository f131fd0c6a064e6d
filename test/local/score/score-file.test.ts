import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openScoring } from '#local/score/score-file.ts';
import { csv, dailyRows, makeFolder, readCells } from '../series/files.ts';

const score = await openScoring({});

async function scoreText(text: string, task = score) {
  const folder = await makeFolder();
  const job = { input: join(folder, 'in.csv'), output: join(folder, 'out.csv') };
  await writeFile(job.input, text);
  const report = await task(job);
  return { report, cells: await readCells(job.output) };
}

const SPIKE_AT = 1500;
const withSpike = dailyRows(2000, (value, index) =>
  index >= SPIKE_AT && index < SPIKE_AT + 6 ? 400 : value,
);

describe('medic score on a file', () => {
  it('gives each row a score from 0 to 1, an alarm or none, and the band', async () => {
    const { report, cells } = await scoreText(csv(withSpike));

    expect(report).toMatchObject({ rows: 2000, notices: [] });
    expect(cells.map(([stamp]) => stamp)).toEqual(withSpike.map((line) => line.split(',')[0]));
    for (const [, value, alarm] of cells) {
      expect(Number(value)).toBeGreaterThanOrEqual(0);
      expect(Number(value)).toBeLessThanOrEqual(1);
      expect(['0', '1']).toContain(alarm);
    }
    const [, , , expected, lower, upper] = (cells[SPIKE_AT] ?? []).map(Number);
    expect(lower).toBeLessThan(expected ?? 0);
    expect(upper).toBeGreaterThan(expected ?? 0);
    expect(upper).toBeLessThan(400);
  });

  it('finds what leaves the band, and counts it', async () => {
    const { report, cells } = await scoreText(csv(withSpike));

    const alarms = cells.flatMap(([, , alarm], index) => (alarm === '1' ? [index] : []));
    expect(alarms.some((index) => index >= SPIKE_AT && index < SPIKE_AT + 6)).toBe(true);
    expect(report.figures).toEqual({ alarms: alarms.length });
  });

  it('never changes what it said of a row when rows are appended', async () => {
    const lines = withSpike.map((line, index) => (index % 97 === 5 ? line.replace(/,.*/, ',') : line));
    const whole = (await scoreText(csv(lines))).cells;

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: lines.length }), async (count) => {
        const part = (await scoreText(csv(lines.slice(0, count)))).cells;

        expect(part).toEqual(whole.slice(0, count));
      }),
      { numRuns: 5, examples: [[1], [2], [SPIKE_AT + 1]] },
    );
  });

  it('repeats the score before a row that the loop would not take in, without an alarm or a band', async () => {
    const lines = [...withSpike.slice(0, 600)];
    const [stamp, late] = [lines[599]?.split(',')[0], lines[10] ?? ''];
    lines.push(`${stamp},5000`, late, 'noon,5000', lines[599]?.replace(/,.*/, ',NaN') ?? '');

    const { report, cells } = await scoreText(csv(lines));

    const before = cells[599]?.[1];
    for (const row of cells.slice(600)) expect(row.slice(1)).toEqual([before, '0', '', '', '']);
    expect(report.notices).toHaveLength(4);
  });

  it('starts at 0 before anything was seen', async () => {
    const { cells } = await scoreText(csv(['2026-01-01T00:00:00Z,', '2026-01-01T00:05:00Z,NaN']));

    expect(cells.map((row) => row.slice(1))).toEqual([
      ['0', '0', '', '', ''],
      ['0', '0', '', '', ''],
    ]);
  });

  const calm = dailyRows(2000).map((line) => line.split(',')[1]);
  const wide = csv(
    withSpike.map((line, index) => `${line},${calm[index]}`),
    'timestamp,cpu,disk',
  );

  it('judges several values together, with the band of the one that stands out', async () => {
    const { cells } = await scoreText(wide);
    const alone = await scoreText(csv(withSpike));

    const spike = cells.slice(SPIKE_AT, SPIKE_AT + 6);
    expect(spike.some(([, , alarm]) => alarm === '1')).toBe(true);
    expect(cells[SPIKE_AT]?.slice(3)).toEqual(alone.cells[SPIKE_AT]?.slice(3));
    expect(Number(spike[1]?.[1])).toBeGreaterThan(Number(cells[SPIKE_AT - 20]?.[1]));
  });

  it('knows all of several values offline, and leaves the alarms as they were', async () => {
    const online = await scoreText(wide);
    const offline = await scoreText(wide, await openScoring({ isOffline: true }));

    const scoreAt = (cells: readonly (readonly string[])[], row: number) => Number(cells[row]?.[1]);
    expect(scoreAt(offline.cells, SPIKE_AT - 3)).toBeGreaterThan(scoreAt(online.cells, SPIKE_AT - 3));
    expect(offline.cells.map(([, , alarm]) => alarm)).toEqual(online.cells.map(([, , alarm]) => alarm));
  });

  it('lets no more alarms through than a budget is worth', async () => {
    const free = await scoreText(csv(withSpike));
    const frugal = await scoreText(csv(withSpike), await openScoring({ alarmsPerWeek: 0.001 }));

    expect(frugal.report.figures['alarms']).toBeGreaterThan(0);
    expect(frugal.report.figures['alarms']).toBeLessThanOrEqual(free.report.figures['alarms'] ?? 0);
  });

  it('looks to both sides of a point offline, and leaves the alarms as they were', async () => {
    const lines = csv(withSpike);

    const online = await scoreText(lines);
    const offline = await scoreText(lines, await openScoring({ isOffline: true }));

    const scoreAt = (cells: readonly (readonly string[])[], row: number) => Number(cells[row]?.[1]);
    expect(scoreAt(offline.cells, SPIKE_AT - 5)).toBeGreaterThan(5 * scoreAt(online.cells, SPIKE_AT - 5));
    expect(offline.cells.map(([, , alarm]) => alarm)).toEqual(online.cells.map(([, , alarm]) => alarm));
    expect(offline.report.notices).toEqual([]);
  });

  it.each([
    ['constant', dailyRows(400, () => 3)],
    ['of ten points', dailyRows(10)],
    ['of nothing but a header', []],
  ])('has an answer for a series that is %s', async (_, lines) => {
    const { report, cells } = await scoreText(csv(lines));

    expect(cells.filter(([stamp]) => stamp !== '')).toHaveLength(lines.length);
    expect(report.figures['alarms']).toBe(0);
    expect(report.notices).toHaveLength(1);
  });
});
