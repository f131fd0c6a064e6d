// Series files for tests, in a folder that is gone after the test.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSeriesFile } from '#local/series/series-file.ts';
import type { SeriesRow } from '#local/series/series-row.ts';
import { makeTroubles } from '#local/series/troubles.ts';
import { noiseOf } from '../../domain/detection/shop.ts';

/** A folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'medic-series-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file into a folder of its own, and answers its path. */
export async function writeSeries(text: string, name = 'web.csv'): Promise<string> {
  const path = join(await makeFolder(), name);
  await writeFile(path, text);
  return path;
}

export interface ReadSeries {
  readonly columns: readonly string[];
  readonly rows: readonly SeriesRow[];
  /** Without the path before them. */
  readonly notices: readonly string[];
}

/** Reads a text as a series file, to its end. */
export async function readSeries(text: string, periodSeconds?: number): Promise<ReadSeries> {
  const path = await writeSeries(text);
  const troubles = makeTroubles(path);
  const file = await openSeriesFile(path, { troubles, periodSeconds });
  const rows: SeriesRow[] = [];
  for await (const block of file.blocks) rows.push(...block);
  const notices = troubles.lines().map((line) => line.slice(path.length + 2));
  return { columns: file.columns, rows, notices };
}

/** 1 January 2026, 00:00 UTC. */
export const START = Date.UTC(2026, 0, 1);
const DAY_POINTS = 288;

/** Days of five-minute points with a daily swing and noise, and what `spoil` makes of a value. */
export function dailyRows(
  count: number,
  spoil = (value: number, _index: number) => value,
): readonly string[] {
  const noise = noiseOf(7);
  return Array.from({ length: count }, (_, index) => {
    const usual = 100 + 30 * Math.sin((2 * Math.PI * index) / DAY_POINTS) + noise();
    const at = new Date(START + index * 300_000).toISOString();
    return `${at},${spoil(usual, index).toFixed(4)}`;
  });
}

/** The lines as a file with a header. */
export function csv(lines: readonly string[], header = 'timestamp,value'): string {
  return `${[header, ...lines].join('\n')}\n`;
}

/** The cells of a file's rows, without the header. */
export async function readCells(path: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}
