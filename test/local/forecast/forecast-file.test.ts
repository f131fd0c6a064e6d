import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forecastSeries } from '#application/demand/forecast-series.ts';
import { planCapacityOf } from '#local/forecast/capacity-file.ts';
import { openForecasting } from '#local/forecast/forecast-file.ts';
import { FORECAST_MODEL_FOLDER, loadForecastModel } from '#local/forecast/forecast-model.ts';
import { DAY, dailyLoad, record } from '../../domain/failure/recordings.ts';
import { csv, makeFolder, readCells, START, writeSeries } from '../series/files.ts';

const forecastHour = await openForecasting({ horizonMinutes: 60 });
const forecastDay = await openForecasting({ horizonMinutes: 1440 });

async function forecastText(text: string, task = forecastHour) {
  const folder = await makeFolder();
  const job = { input: join(folder, 'in.csv'), output: join(folder, 'out.csv') };
  await writeFile(job.input, text);
  const report = await task(job);
  return { report, cells: await readCells(job.output) };
}

function loadRows(
  count: number,
  stampOf = (at: number) => String(at / 1000),
  periodSeconds = 300,
): readonly string[] {
  const load = dailyLoad();
  return Array.from(
    { length: count },
    (_, index) => `${stampOf(START + index * periodSeconds * 1000)},${load(index).toFixed(3)}`,
  );
}

describe('medic forecast on a file', () => {
  it('writes a row for each period of the horizon, after the end of the file', async () => {
    const { report, cells } = await forecastText(csv(loadRows(3 * DAY)));

    expect(report).toMatchObject({ rows: 12, figures: { steps: 12 } });
    expect(cells.map(([stamp]) => Number(stamp))).toEqual(
      Array.from({ length: 12 }, (_, index) => START / 1000 + (3 * DAY + index) * 300),
    );
  });

  it('knows the swing of the day, and how sure it is', async () => {
    const { cells } = await forecastText(csv(loadRows(6 * DAY)), forecastDay);

    const numbers = cells.map(([, ...texts]) => texts.map(Number));
    const covered = numbers.filter(([q10 = 0, , q90 = 0], index) => {
      const truth = 50 + 20 * Math.sin((2 * Math.PI * index) / DAY);
      return truth >= q10 && truth <= q90;
    });
    expect(numbers.length).toBe(DAY);
    expect(covered.length).toBeGreaterThan(0.8 * DAY);
    for (const [q10 = 0, q50 = 0, q90 = 0] of numbers) {
      expect(q10).toBeLessThanOrEqual(q50);
      expect(q50).toBeLessThanOrEqual(q90);
      expect(q90 - q10).toBeLessThan(12);
    }
  });

  it.each([
    ['ISO 8601', (at: number) => new Date(at).toISOString(), '2026-01-04T00:00:00Z'],
    ['epoch seconds', (at: number) => String(at / 1000), String(START / 1000 + 3 * 86_400)],
    ['epoch milliseconds', (at: number) => String(at), String(START + 3 * 86_400_000)],
    ['epoch microseconds', (at: number) => String(at * 1000), String((START + 3 * 86_400_000) * 1000)],
    ['epoch nanoseconds', (at: number) => `${at}000000`, `${START + 3 * 86_400_000}000000`],
  ])('writes times as the file does: %s', async (_case, stampOf, first) => {
    const { cells } = await forecastText(csv(loadRows(3 * DAY, stampOf)));

    expect(Number.isNaN(Number(first)) ? cells[0]?.[0] : Number(cells[0]?.[0])).toEqual(
      Number.isNaN(Number(first)) ? first : Number(first),
    );
  });

  it.each([
    ['one point', 1],
    ['ten points', 10],
    ['a day', DAY],
  ])('makes do with %s, and says what is not known', async (_case, count) => {
    const { report, cells } = await forecastText(csv(loadRows(count)));

    expect(cells.length).toBeGreaterThan(0);
    expect(cells.flat().every((text) => text !== '' && Number.isFinite(Number(text)))).toBe(true);
    expect(report.notices.join()).toContain('nothing is known of the time of day');
  });

  it('takes one step at a time of whatever period the file has', async () => {
    const hourly = await forecastText(csv(loadRows(600, undefined, 3600)), forecastDay);
    const minutely = await forecastText(csv(loadRows(3000, undefined, 60)));

    expect(hourly.cells.length).toBe(24);
    expect(minutely.cells.length).toBe(60);
    expect(hourly.report.notices).toEqual([]);
  });

  it('does not stumble over gaps, disorder and what is no number', async () => {
    const rows = loadRows(5 * DAY).map((row, index) =>
      index % 50 === 3 ? row.replace(/,.*/, ',oops') : row,
    );
    const [late = ''] = rows.splice(700, 60);

    const { report, cells } = await forecastText(csv([...rows, late]));

    expect(cells.length).toBe(12);
    expect(Number(cells[0]?.[0])).toBe(START / 1000 + 5 * DAY * 300);
    expect(report.notices.length).toBeGreaterThanOrEqual(3);
  });

  it('stays at a constant, and never below zero what never was', async () => {
    const constant = await forecastText(csv(loadRows(DAY).map((row) => row.replace(/,.*/, ',7'))));
    const counts = await forecastText(
      csv(loadRows(3 * DAY).map((row, index) => row.replace(/,.*/, index % 40 ? ',0' : ',3'))),
    );

    for (const [, q10, q50, q90] of constant.cells) {
      expect(Number(q50)).toBeCloseTo(7, 1);
      expect(Number(q90) - Number(q10)).toBeLessThan(0.2);
    }
    expect(counts.cells.every(([, q10]) => Number(q10) >= 0)).toBe(true);
  });

  it('refuses a file without a value', async () => {
    await expect(forecastText(csv([`${START / 1000},`]))).rejects.toThrow(
      /no value that a forecast could start from/,
    );
    await expect(forecastText(csv(['once,1']))).rejects.toThrow(/no value that a forecast could start from/);
  });
});

describe('a forecast model that cannot be used', () => {
  it('is refused with the reason, and the simple forecasts speak alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'model-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await cp(FORECAST_MODEL_FOLDER, folder, { recursive: true });
    await writeFile(join(folder, 'model.onnx'), 'another');

    const loaded = await loadForecastModel(folder);
    const forecasts = await forecastSeries({
      series: record(4 * DAY, dailyLoad()),
      stepCount: 3,
      model: undefined,
    });

    expect(loaded).toMatchObject({ ok: false, refusal: expect.stringContaining('has hash') });
    expect(forecasts.length).toBe(3);
  });
});

describe('medic capacity on a file', () => {
  const options = {
    unit: { capacity: 10, vcpus: 0.5, memoryGb: 1 },
    presentTasks: 4,
    headRoom: 0.2,
    largestStep: 1,
  };

  it('plans the tasks of a week for the peaks of its days', async () => {
    const input = await writeSeries(csv(loadRows(8 * DAY)));

    const report = await planCapacityOf({ input, ...options });

    expect(report.hours.length).toBe(168);
    expect(Math.max(...report.hours.map(({ neededTasks }) => neededTasks))).toBeGreaterThanOrEqual(9);
    expect(report.steps[0]).toMatchObject({ fromTasks: 4, toTasks: 5 });
    expect(report.addedCost.dollars).toBeGreaterThan(0);
    expect(report.spike).toBeNull();
  });

  it('asks for tasks ahead of a spike that comes every day', async () => {
    const spikes = loadRows(8 * DAY).map((row, index) =>
      row.replace(/,.*/, index % DAY >= 150 && index % DAY < 162 ? ',95' : ',20'),
    );
    const input = await writeSeries(csv(spikes));

    const { spike } = await planCapacityOf({ input, ...options });

    expect(spike?.tasks).toBeGreaterThanOrEqual(9);
    expect(spike?.spikeAt).toBeGreaterThan(START + 8 * 86_400_000 + 140 * 300_000);
    expect(spike?.actBy).toBeLessThan(spike?.spikeAt ?? 0);
  });

  it('refuses what it cannot plan from', async () => {
    const empty = await writeSeries(csv([`${START / 1000},`]));
    const daily = await writeSeries(csv(loadRows(30, undefined, 86_400)));

    await expect(planCapacityOf({ input: empty, ...options })).rejects.toThrow(/no value/);
    await expect(planCapacityOf({ input: daily, ...options })).rejects.toThrow(/hourly points or finer/);
  });
});
