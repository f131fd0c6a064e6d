// A recorded past for tests: a shop that calls a search, five minutes by five minutes, with what a test spoils.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noiseOf } from '../../domain/detection/shop.ts';
import { makeFolder } from '../series/files.ts';

/** Monday, 5 January 2026, 00:00 UTC. */
export const FROM = Date.UTC(2026, 0, 5);
const PERIOD_MS = 300_000;
const DAY_PERIODS = 288;

export interface Sample {
  requests: number;
  errors: number;
  p99: number;
  cpu: number;
}
export type Spoil = (period: number, usual: Sample) => Partial<Sample> | undefined;

/** The moment at which a period begins, as text. */
export function stampOf(period: number): string {
  return new Date(FROM + period * PERIOD_MS).toISOString();
}

/** A metric file of one service over so many periods. */
export function metricFile(seed: number, periods: number, spoil: Spoil = () => ({})): string {
  const noise = noiseOf(seed);
  const lines = ['timestamp,RequestCount,error-count,latency-p50,latency_p99,CPUUtilization,memory'];
  for (let period = 0; period < periods; period++) {
    const load = 1 + 0.4 * Math.sin((2 * Math.PI * period) / DAY_PERIODS) + 0.03 * noise();
    const usual = { requests: 9000 * load, errors: 9, p99: 0.2 * (1 + 0.05 * noise()), cpu: 35 * load };
    const spoilt = spoil(period, usual);
    if (!spoilt) continue;
    const { requests, errors, p99, cpu } = { ...usual, ...spoilt };
    const cells = [Math.round(requests), Math.round(errors), p99 / 4, p99, cpu, 50 + noise()];
    lines.push(`${stampOf(period)},${cells.join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A folder with these files. */
export async function writeHistory(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await makeFolder(), 'history');
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
