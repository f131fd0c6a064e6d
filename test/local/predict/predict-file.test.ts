import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FAILURE_MODEL_FOLDER, loadFailureModel } from '#local/predict/failure-model.ts';
import { openPredicting } from '#local/predict/predict-file.ts';
import { predictSeries } from '#local/predict/predict-series.ts';
import { DAY, nightlyJob, record } from '../../domain/failure/recordings.ts';
import { csv, makeFolder, readCells, START } from '../series/files.ts';

const LIMIT = 60;
const predict = await openPredicting({ limit: LIMIT });

/** Rows of a calm load with a job in the night, one each five minutes. */
function jobRows(count: number): readonly string[] {
  const load = nightlyJob();
  return Array.from(
    { length: count },
    (_, index) => `${START / 1000 + index * 300},${load(index).toFixed(3)}`,
  );
}

async function predictText(text: string, task = predict) {
  const folder = await makeFolder();
  const job = { input: join(folder, 'in.csv'), output: join(folder, 'out.csv') };
  await writeFile(job.input, text);
  const report = await task(job);
  return { report, cells: await readCells(job.output) };
}

describe('medic predict on a file', () => {
  it('gives each row four growing chances, a time and how sure it is', async () => {
    const rows = jobRows(3 * DAY);

    const { report, cells } = await predictText(csv(rows));

    expect(report).toMatchObject({ rows: rows.length, notices: [] });
    expect(cells.map(([stamp]) => stamp)).toEqual(rows.map((row) => row.split(',')[0]));
    for (const [, ...texts] of cells) {
      const [p05 = 0, p15 = 0, p30 = 0, p60 = 0, minutes = 0, confidence = 0] = texts.map(Number);
      expect([p05, p15, p30, p60]).toEqual([p05, p15, p30, p60].sort((one, other) => one - other));
      expect(p60).toBeLessThanOrEqual(1);
      expect(minutes).toBeGreaterThanOrEqual(0);
      expect(minutes).toBeLessThanOrEqual(7 * 1440);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });

  it('sees the job of the next night coming, and that it has begun', async () => {
    const { cells } = await predictText(csv(jobRows(12 * DAY)));

    const chanceAt = (index: number) => Number(cells[index]?.[3]);
    expect(chanceAt(11 * DAY + 37)).toBeGreaterThan(0.5);
    expect(chanceAt(11 * DAY + 150)).toBeLessThan(0.05);
    expect(cells[11 * DAY + 41]?.slice(1)).toEqual(['1', '1', '1', '1', '0', '1']);
  });

  it('predicts when a leak meets the limit', async () => {
    const rows = Array.from({ length: 80 }, (_, index) => `${START / 1000 + index * 60},${20 + index / 3}`);

    const { cells } = await predictText(csv(rows), await openPredicting({ limit: 50 }));

    const [, , , p30, , minutes] = (cells[75] ?? []).map(Number);
    expect(p30).toBeGreaterThan(0.7);
    expect(minutes).toBeGreaterThan(8);
    expect(minutes).toBeLessThan(25);
  });

  it('never changes what it said of a row when rows are appended', async () => {
    const rows = jobRows(3 * DAY).map((row, index) => (index % 97 === 5 ? row.replace(/,.*/, ',') : row));
    const whole = (await predictText(csv(rows))).cells;

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: rows.length }), async (count) => {
        const part = (await predictText(csv(rows.slice(0, count)))).cells;

        expect(part).toEqual(whole.slice(0, count));
      }),
      { numRuns: 5, examples: [[1], [2], [2 * DAY + 42]] },
    );
  });

  it('reads the limit from the first third when it is asked to, and says which', async () => {
    const { report } = await predictText(csv(jobRows(3 * DAY)), await openPredicting({ limit: 'auto' }));

    expect(report.figures['limit']).toBeGreaterThan(20);
    expect(report.figures['limit']).toBeLessThan(60);
    expect(report.notices[0]).toMatch(/limit .* is read from its first third/);
  });

  it('refuses to read a limit from nothing', async () => {
    const text = csv([`${START / 1000},`, `${START / 1000 + 300},`, `${START / 1000 + 600},5`]);

    await expect(predictText(text, await openPredicting({ limit: 'auto' }))).rejects.toThrow(
      /name one with --limit/,
    );
  });

  it('repeats itself for rows that say nothing new, and is silent before the first value', async () => {
    const [first = '', second = '', third = ''] = jobRows(3);
    const text = csv(['nonsense,3', first.replace(/,.*/, ',nan'), second, first, 'garbage,7', third]);

    const { report, cells } = await predictText(text);

    expect(cells[0]).toEqual(['nonsense', '', '', '', '', '', '']);
    expect(cells[1]?.slice(1)).toEqual(new Array(6).fill(''));
    expect(cells[3]?.slice(1)).toEqual(cells[2]?.slice(1));
    expect(cells[4]?.slice(1)).toEqual(cells[2]?.slice(1));
    expect(report.notices.length).toBeGreaterThanOrEqual(2);
  });

  it('has nothing to say of a file without a single value', async () => {
    const { cells } = await predictText(csv([`${START / 1000},`, `${START / 1000 + 300},`]));

    expect(cells.map(([, ...rest]) => rest.join(''))).toEqual(['', '']);
  });

  it('has nothing to say of a file whose times cannot be read', async () => {
    const { cells } = await predictText(csv(['first,1', 'second,2']));

    expect(cells.map(([, ...rest]) => rest.join(''))).toEqual(['', '']);
  });

  it('uses the first column of several, and says so', async () => {
    const rows = jobRows(40).map((row) => `${row},7`);

    const { report } = await predictText(`timestamp,cpu,disk\n${rows.join('\n')}\n`);

    expect(report.notices.join()).toContain('only the first column of values, cpu, is used; 1 left out');
  });

  it('takes a misjudged period for what the file as a whole tells', async () => {
    const rows = [0, 1, 2, 86_400 * 90, 86_400 * 90 + 300].map((second) => `${START / 1000 + second},5`);

    const { report } = await predictText(csv(rows));

    expect(report.rows).toBe(5);
  });
});

describe('a failure model that cannot be used', () => {
  it('is refused with the reason when its file is another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'model-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await cp(FAILURE_MODEL_FOLDER, folder, { recursive: true });
    await writeFile(join(folder, 'model.onnx'), 'another');

    const loaded = await loadFailureModel(folder);

    expect(loaded).toMatchObject({ ok: false, refusal: expect.stringContaining('has hash') });
  });

  it('leaves the history of the metric to speak alone', async () => {
    const series = record(5 * DAY, nightlyJob());

    const predictions = await predictSeries({ series, limit: LIMIT, model: undefined });

    expect(predictions.length).toBe(5 * DAY);
    expect(predictions[4 * DAY + 36]?.within[2]).toBeGreaterThan(0);
    expect(await predictSeries({ series: record(0, () => 0), limit: 1, model: undefined })).toEqual([]);
  });
});
