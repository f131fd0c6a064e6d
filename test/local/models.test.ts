import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InvalidInputError } from '#domain/errors.ts';
import { loadLocalModels, loadShippedModel, MODELS_FOLDER } from '#local/models.ts';

it('loads the model that this checkout ships', async () => {
  const loaded = await loadShippedModel();

  expect(loaded.ok).toBe(true);
});

it('says why a folder without a model cannot be used, so that thresholds judge alone', async () => {
  const loaded = await loadShippedModel(tmpdir());

  expect(loaded).toEqual({ ok: false, refusal: expect.stringContaining(tmpdir()) });
});

it('loads a challenger beside the shipped model only when one is asked for', async () => {
  const alone = await loadLocalModels();
  const beside = await loadLocalModels(MODELS_FOLDER);

  expect(alone.rival).toBeUndefined();
  expect(beside.rival?.info).toEqual(beside.model?.info);
});

it('takes a challenger for any of the models, and tries the scoring one only where there is one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'challenger-'));
  cpSync(join(MODELS_FOLDER, 'failure-boosting'), join(folder, 'failure-boosting'), { recursive: true });

  const beside = await loadLocalModels(folder);

  expect(beside.rival).toBeUndefined();
  expect(beside.shelf.rivals.map(({ name }) => name)).toEqual(['failure-boosting']);
  expect(beside.models.failureRivals?.map(({ model }) => model.info.name)).toEqual(['failure-boosting']);
  const { forecasterRivals, rankerRivals, typeRivals } = beside.models;
  expect([forecasterRivals, rankerRivals, typeRivals]).toEqual([[], [], []]);
});

it.each([
  ['model.onnx', 'another file', 'has hash'],
  ['manifest.json', '{', 'cannot be read'],
])('refuses a challenger whose %s was changed', async (file, content, reason) => {
  const folder = mkdtempSync(join(tmpdir(), 'challenger-'));
  cpSync(join(MODELS_FOLDER, 'failure-boosting'), join(folder, 'failure-boosting'), { recursive: true });
  writeFileSync(join(folder, 'failure-boosting', file), content);

  await expect(loadLocalModels(folder)).rejects.toThrow(reason);
});

it('refuses a scoring model without the guard that it was fitted with', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'challenger-'));
  cpSync(join(MODELS_FOLDER, 'anomaly-boosting'), join(folder, 'anomaly-boosting'), { recursive: true });

  await expect(loadLocalModels(folder)).rejects.toThrow('anomaly-isolation-forest');
});

it('refuses a challenger that is no model, in a word to whoever asked for it', async () => {
  await expect(loadLocalModels(tmpdir())).rejects.toThrow(InvalidInputError);
});
