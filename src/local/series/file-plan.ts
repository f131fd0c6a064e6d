// Which files are read and written: one and one, or a folder and a folder with the same names.

import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { InvalidInputError } from '#domain/errors.ts';
import type { FileJob } from './file-task.ts';

export interface SeriesPaths {
  readonly in: string;
  readonly out: string;
  /** A picture, or the folder for pictures; absent: nothing is drawn. */
  readonly plot?: string | undefined;
}

export interface FilePlan {
  readonly isFolder: boolean;
  /** By name. */
  readonly jobs: readonly FileJob[];
}

/**
 * Plans the files, and makes the folders they go to. Throws InvalidInputError where there is nothing to read, nowhere to
 * write, or where the input would be overwritten.
 */
export async function planFiles({ in: input, out, plot }: SeriesPaths): Promise<FilePlan> {
  const found = await stat(input).catch(() => undefined);
  if (!found) throw new InvalidInputError(`${input} does not exist; name a CSV file or a folder of them`);
  if (!found.isDirectory()) return { isFolder: false, jobs: [await planFile({ in: input, out, plot })] };
  const names = (await readdir(input)).filter((name) => /\.csv$/i.test(name)).sort();
  if (names.length === 0) throw new InvalidInputError(`${input} holds no *.csv file`);
  await makeFolder(out);
  await refuseOverwriting(input, out);
  if (plot !== undefined) await makeFolder(plot);
  const jobs = names.map((name) => ({
    input: join(input, name),
    output: join(out, name),
    ...(plot !== undefined && { plot: join(plot, `${name.slice(0, -extname(name).length)}.svg`) }),
  }));
  return { isFolder: true, jobs };
}

async function planFile({ in: input, out, plot }: SeriesPaths): Promise<FileJob> {
  if (plot !== undefined && !/\.(svg|png)$/i.test(plot)) {
    throw new InvalidInputError(`${plot} is no name for a picture; end it in .svg or .png`);
  }
  for (const path of [out, ...(plot === undefined ? [] : [plot])]) {
    await makeFolder(dirname(path));
    await refuseOverwriting(input, path);
  }
  return { input, output: out, ...(plot !== undefined && { plot }) };
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause) => {
    throw new InvalidInputError(`${path} cannot be made a folder for results: ${cause.message}`);
  });
}

async function refuseOverwriting(input: string, output: string): Promise<void> {
  const target = await realpath(output).catch(() => undefined);
  if (target !== (await realpath(input))) return;
  throw new InvalidInputError(`${output} is what is read; write the results elsewhere`);
}
