import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DependencyError } from '#domain/errors.ts';
import { writeRows } from '#local/series/row-writer.ts';
import { makeFolder } from './files.ts';

it('writes cells as CSV, numbers with seven digits, unknown ones empty', async () => {
  const path = join(await makeFolder(), 'out.csv');

  await writeRows(path, ['timestamp', 'score'], (writer) =>
    writer.write([
      ['1 May, noon', 0.123456789],
      ['the "last"', undefined],
      ['x', 1e-12],
    ]),
  );

  expect(await readFile(path, 'utf8')).toBe(
    'timestamp,score\n"1 May, noon",0.1234568\n"the ""last""",\nx,1e-12\n',
  );
});

it('leaves nothing behind when the work fails', async () => {
  const folder = await makeFolder();

  const work = writeRows(join(folder, 'out.csv'), ['timestamp'], () => Promise.reject(new Error('no more')));

  await expect(work).rejects.toThrow('no more');
  expect(await readdir(folder)).toEqual([]);
});

it('says which file cannot be written', async () => {
  const folder = await makeFolder();
  const taken = join(folder, 'out.csv');
  await mkdir(taken);

  const overFolder = writeRows(taken, ['timestamp'], async () => {});
  await expect(overFolder).rejects.toThrow(DependencyError);

  const nowhere = writeRows(join(folder, 'none', 'out.csv'), ['timestamp'], async () => {});
  await expect(nowhere).rejects.toThrow(/none\/out.csv cannot be written/);
});
