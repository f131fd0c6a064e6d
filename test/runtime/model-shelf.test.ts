import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { QualityFigure } from '#domain/model/model.ts';
import { readModelShelf, readModels } from '#runtime/model-shelf.ts';

const MODELS = 'models';
/** Each has figures of its own: what is not measured cannot be compared. */
const OTHERS = [
  'anomaly-isolation-forest',
  'cause-ranker',
  'error-class',
  'failure-boosting',
  'failure-type',
  'forecast-mixer',
];

function makeFolder() {
  return mkdtempSync(join(tmpdir(), 'shelf-'));
}

it('finds all shipped models but the scoring one, each with the figures that its gate compares', async () => {
  const { shipped, rivals } = await readModelShelf(MODELS);

  expect(shipped.map(({ name }) => name)).toEqual(expect.arrayContaining(OTHERS));
  expect(shipped.map(({ name }) => name)).not.toContain('anomaly-boosting');
  const measured = shipped.filter(({ quality = {} }) => Object.keys(quality).length > 0);
  expect(measured.map(({ name }) => name)).toEqual(expect.arrayContaining(OTHERS));
  expect(rivals).toEqual([]);
});

it('gives the scoring model all figures of detection', async () => {
  const [model] = (await readModels(MODELS)).flatMap((each) => (each.ok ? [each.value] : []));

  expect(model?.name).toBe('anomaly-boosting');
  expect(Object.keys(model?.quality ?? {})).toEqual(QualityFigure.options.slice(0, 3));
});

it('takes any of them from a challenger’s folder, but leaves the guard to the model that was fitted with it', async () => {
  const folder = makeFolder();
  for (const name of ['anomaly-isolation-forest', 'failure-boosting'])
    cpSync(join(MODELS, name), join(folder, name), { recursive: true });

  const { rivals } = await readModelShelf(MODELS, folder);

  expect(rivals.map(({ name }) => name)).toEqual(['failure-boosting']);
});

it('leaves out a file that is not the one its manifest speaks of', async () => {
  const folder = makeFolder();
  cpSync(join(MODELS, 'failure-boosting'), join(folder, 'failure-boosting'), { recursive: true });
  writeFileSync(join(folder, 'failure-boosting/model.onnx'), 'another');
  mkdirSync(join(folder, 'training'));

  const { rivals } = await readModelShelf(MODELS, folder);

  expect(rivals).toEqual([]);
  expect(await readModels(folder)).toEqual([{ ok: false, refusal: expect.stringContaining('has hash') }]);
});

it('finds nothing in a folder that is not there', async () => {
  expect(await readModels(join(makeFolder(), 'nowhere'))).toEqual([]);
});
