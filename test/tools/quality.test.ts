import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModels } from '#runtime/model-shelf.ts';
import { qualityOf, writeQuality } from '../../tools/bench/models/quality.ts';
import type { ModelTable } from '../../tools/bench/models/table.ts';

/** A table of one figure of ours, and of a baseline that must not be taken for it. */
function table(id: string, column: string, value: number): ModelTable {
  const row = (method: string, isOurs: boolean, figure: number) => ({
    method,
    isOurs,
    figures: { [column]: { value: figure } },
  });
  return {
    id,
    title: id,
    columns: [column],
    rows: [row('z', false, 0.1), row('ours', true, value)],
    notes: [],
  };
}

const FORECASTS = ['hour', 'day', 'week'].map((name, index) =>
  table(`forecasts-${name}`, 'CRPS, mean', 0.6 + index / 100),
);

it('takes our own figures, as the mean over the tables of a model', () => {
  expect(qualityOf(FORECASTS)).toEqual(new Map([['forecast-mixer', { 'crps-ratio': 0.61 }]]));
});

it('says nothing of a model that was not measured on all of its tables', () => {
  expect(qualityOf(FORECASTS.slice(1))).toEqual(new Map());
});

it('writes the figures into the manifest and leaves everything else as it was', async () => {
  const models = mkdtempSync(join(tmpdir(), 'quality-'));
  cpSync('models/forecast-mixer', join(models, 'forecast-mixer'), { recursive: true });
  const read = () => JSON.parse(readFileSync(join(models, 'forecast-mixer/manifest.json'), 'utf8'));
  const before = read();

  writeQuality(models, FORECASTS);

  expect(read()).toEqual({ ...before, quality: { 'crps-ratio': 0.61 } });
  expect(await readModels(models)).toMatchObject([{ ok: true, value: { hash: before.modelHash } }]);
});
