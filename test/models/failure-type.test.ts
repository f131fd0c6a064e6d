// The shipped classifier of failure types is what its folder says, and names plain failures.

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { findFailureTypes } from '#application/find-failure-types.ts';
import type { Observation } from '#domain/diagnosis/facts.ts';
import { gatherFacts } from '#domain/diagnosis/facts.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { FAILURE_TYPE_FEATURE_NAMES } from '#domain/failure-type/failure-type-features.ts';
import { suspectsOf } from '#domain/failure-type/suspect.ts';
import { likeliestOf } from '#domain/failure-type/type-opinion.ts';
import { loadFailureTypeClassifier } from '#runtime/failure-type-classifier.ts';
import { CHECKOUT, change, minute, NOON } from '../builders.ts';
import { observation, SHOP } from '../domain/diagnosis/history.ts';

const FOLDER = join(import.meta.dirname, '../../models/failure-type');

async function readJson(name: string) {
  return JSON.parse(await readFile(join(FOLDER, name), 'utf8'));
}

async function openClassifier() {
  const loaded = await loadFailureTypeClassifier(FOLDER);
  if (!loaded.ok) throw new Error(loaded.refusal);
  return loaded.value;
}

async function typeOf(told: Observation): Promise<FailureType | undefined> {
  const others = SHOP.filter(({ id }) => id !== told.serviceId).map(({ id }) => observation(id, undefined));
  const observations = [told, ...others];
  const facts = gatherFacts(observations, SHOP, NOON);
  const suspects = suspectsOf({ facts, observations, services: SHOP, now: minute(10) });
  const { opinions } = await findFailureTypes(await openClassifier(), suspects);
  return opinions.map(likeliestOf)[0]?.failureType;
}

describe('the shipped classifier of failure types', () => {
  it('gives the probabilities of the training library', async () => {
    const golden: { rows: number[][]; scores: number[][] } = await readJson('golden.json');
    const { model } = await openClassifier();

    const scores = await model.evaluate(Float32Array.from(golden.rows.flat()), golden.rows.length);

    golden.scores.flat().forEach((expected, place) => {
      expect(Math.abs(Number(scores[place]) - expected)).toBeLessThan(1e-5);
    });
  });

  it('was trained on the features and the types of this code, is small, and has a card', async () => {
    const manifest = await readJson('manifest.json');

    expect(await readJson('features.json')).toEqual(FAILURE_TYPE_FEATURE_NAMES);
    expect(manifest.featureHash).toBe(featureListHash(FAILURE_TYPE_FEATURE_NAMES));
    expect(manifest.parameters.types).toEqual(FailureType.options);
    expect((await stat(join(FOLDER, 'model.onnx'))).size).toBeLessThan(1_000_000);
    expect(await readFile(join(FOLDER, 'model-card.md'), 'utf8')).toContain('## What was tried');
  });

  it('learned from no story that a figure is published of', async () => {
    const { training } = await readJson('manifest.json');

    expect(Math.min(...training.seeds)).toBeGreaterThan(1000);
  });

  it('names plain failures', async () => {
    const failing = { 'error-share': 0.3 };
    const deployed = observation(CHECKOUT, failing, { changes: [change({ at: minute(-4) })] });

    expect(await typeOf(deployed)).toBe('bad-deployment');
    expect(
      await typeOf(observation(CHECKOUT, { throughput: 220, cpu: 98, 'latency-p99': 3, 'latency-p50': 0.5 })),
    ).toBe('capacity-shortage');
  });

  it('is refused with a reason where there is none, or where it tells other types apart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'failure-type-'));
    cpSync(FOLDER, folder, { recursive: true });
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    const parameters = { ...manifest.parameters, types: ['bad-deployment'] };
    writeFileSync(path, JSON.stringify({ ...manifest, parameters }));

    expect(await loadFailureTypeClassifier('nowhere')).toMatchObject({ ok: false });
    expect(await loadFailureTypeClassifier(folder)).toMatchObject({
      ok: false,
      refusal: expect.stringContaining('other failure types'),
    });
  });
});
