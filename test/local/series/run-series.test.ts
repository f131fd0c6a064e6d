import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '#domain/errors.ts';
import { runSeries } from '#local/series/run-series.ts';
import { csv, dailyRows, makeFolder } from './files.ts';

const SCORE = { task: 'score' } as const;

async function makeSeriesFolder(files: Readonly<Record<string, string>>) {
  const folder = await makeFolder();
  const input = join(folder, 'in');
  await mkdir(input);
  for (const [name, text] of Object.entries(files)) await writeFile(join(input, name), text);
  return { in: input, out: join(folder, 'results', 'scores'), jobs: 1 };
}

const SERIES = csv(dailyRows(50));
const namesOf = (paths: readonly { readonly job: { readonly input: string } }[]) =>
  paths.map(({ job }) => job.input.split('/').at(-1));

describe('a folder of series', () => {
  it('becomes a folder of files with the same names', async () => {
    const paths = await makeSeriesFolder({ 'b.csv': SERIES, 'a.CSV': SERIES, 'notes.txt': 'no series' });

    const { isFolder, outcomes } = await runSeries(SCORE, paths);

    expect(isFolder).toBe(true);
    expect(namesOf(outcomes)).toEqual(['a.CSV', 'b.csv']);
    expect(await readdir(paths.out)).toEqual(['a.CSV', 'b.csv']);
  });

  it('is done to the end when a file of it cannot be done, which leaves no file behind', async () => {
    const paths = await makeSeriesFolder({ 'a.csv': SERIES, 'b.csv': '', 'c.csv': SERIES });

    const { outcomes } = await runSeries(SCORE, paths);

    expect(outcomes.map(({ isDone }) => isDone)).toEqual([true, false, true]);
    expect(outcomes[1]).toMatchObject({ problem: expect.stringContaining('b.csv is empty'), isInput: true });
    expect(await readdir(paths.out)).toEqual(['a.csv', 'c.csv']);
  });

  it('comes to the same with several workers, in the same order', async () => {
    const paths = await makeSeriesFolder({ 'a.csv': csv(dailyRows(900)), 'b.csv': '', 'c.csv': SERIES });

    const alone = await runSeries(SCORE, paths);
    const text = await readFile(join(paths.out, 'a.csv'), 'utf8');
    const together = await runSeries(SCORE, { ...paths, jobs: 3 });

    expect(together).toEqual(alone);
    expect(await readFile(join(paths.out, 'a.csv'), 'utf8')).toBe(text);
  });

  it('gets an outcome for each file even when no worker can live', async () => {
    const paths = await makeSeriesFolder({ 'a.csv': SERIES, 'b.csv': SERIES });
    const unsendable = { task: 'score', periodSeconds: () => 60 } as never;

    const { outcomes } = await runSeries(unsendable, { ...paths, jobs: 2 });

    expect(outcomes).toMatchObject([
      { isDone: false, isInput: false, problem: expect.stringContaining('could not be cloned') },
      { isDone: false, isInput: false },
    ]);
  });

  it('gets a picture for each file when asked for', async () => {
    const paths = await makeSeriesFolder({ 'a.csv': SERIES, 'b.x.csv': SERIES });

    await runSeries(SCORE, { ...paths, plot: join(paths.out, 'plots') });

    expect(await readdir(join(paths.out, 'plots'))).toEqual(['a.svg', 'b.x.svg']);
  });

  it('is refused when it holds no series', async () => {
    const paths = await makeSeriesFolder({ 'notes.txt': 'no series' });

    await expect(runSeries(SCORE, paths)).rejects.toThrow(/holds no \*\.csv file/);
  });
});

describe('paths that make no sense', () => {
  it('are refused when there is nothing', async () => {
    const run = runSeries(SCORE, { in: '/nowhere.csv', out: '/nowhere/out.csv', jobs: 1 });

    await expect(run).rejects.toThrow(
      new InvalidInputError('/nowhere.csv does not exist; name a CSV file or a folder of them'),
    );
  });

  it('are refused when the input would be overwritten', async () => {
    const { in: folder, jobs } = await makeSeriesFolder({ 'a.csv': SERIES });
    const file = join(folder, 'a.csv');

    await expect(runSeries(SCORE, { in: folder, out: folder, jobs })).rejects.toThrow(/is what is read/);
    await expect(runSeries(SCORE, { in: file, out: file, jobs })).rejects.toThrow(/is what is read/);
    expect(await readFile(file, 'utf8')).toBe(SERIES);
  });

  it('are refused when a picture has no known ending', async () => {
    const { in: folder, out, jobs } = await makeSeriesFolder({ 'a.csv': SERIES });
    const paths = { in: join(folder, 'a.csv'), out: join(out, 'a.csv'), jobs };

    const good = await runSeries(SCORE, { ...paths, plot: join(out, 'a.svg') });

    expect(good.outcomes).toMatchObject([{ isDone: true }]);
    expect(await readdir(out)).toEqual(['a.csv', 'a.svg']);
    await expect(runSeries(SCORE, { ...paths, plot: join(out, 'a.jpg') })).rejects.toThrow(
      /a.jpg is no name for a picture; end it in .svg or .png/,
    );
  });

  it('are refused when results have no place', async () => {
    const { in: folder, jobs } = await makeSeriesFolder({ 'a.csv': SERIES });
    const file = join(folder, 'a.csv');

    await expect(runSeries(SCORE, { in: folder, out: join(file, 'scores'), jobs })).rejects.toThrow(
      /cannot be made a folder for results/,
    );
  });
});
