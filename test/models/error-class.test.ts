// The shipped classifier of errors is what its folder says, and knows plain cases.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyError } from '#application/classify-error.ts';
import type { ErrorEvent } from '#domain/error-class/error-class.ts';
import { loadErrorClassifier } from '#runtime/error-classifier.ts';

const FOLDER = join(import.meta.dirname, '../../models/error-class');

async function openModel() {
  const loaded = await loadErrorClassifier(FOLDER);
  if (!loaded.ok) throw new Error(loaded.refusal);
  return loaded.value;
}

describe('the shipped classifier of errors', () => {
  it('gives the scores of the training library', async () => {
    const text = await readFile(join(FOLDER, 'golden.json'), 'utf8');
    const golden: { rows: number[][]; scores: number[][] } = JSON.parse(text);
    const model = await openModel();

    const scores = await model.evaluate(Float32Array.from(golden.rows.flat()), golden.rows.length);

    golden.scores.flat().forEach((expected, place) => {
      expect(Math.abs(Number(scores[place]) - expected)).toBeLessThan(1e-5);
    });
  });

  it('is small and has a card', async () => {
    expect((await stat(join(FOLDER, 'model.onnx'))).size).toBeLessThan(200_000);
    expect(await readFile(join(FOLDER, 'model-card.md'), 'utf8')).toContain('## Limits');
  });

  // Wordings that are not among the templates it was trained on.
  it.each<[ErrorEvent, string]>([
    [{ message: 'connect ETIMEDOUT: the call timed out', code: 'ETIMEDOUT' }, 'timeout'],
    [{ message: 'connection refused by the database' }, 'connection'],
    [{ message: 'request throttled, rate exceeded', code: 'ThrottlingException' }, 'throttling'],
    [{ message: 'container ran out of memory and was killed', code: 'OOM' }, 'capacity'],
    [{ message: 'user is not authorized to call this', code: 'AccessDenied' }, 'access'],
    [{ message: 'setting DATABASE_URL is missing in the configuration' }, 'configuration'],
    [{ message: 'duplicate key violates a constraint', code: '23505' }, 'data'],
    [{ message: 'cannot read property of undefined', code: 'TypeError' }, 'defect'],
  ])('knows %o', async (event, category) => {
    expect((await classifyError(await openModel(), event)).category).toBe(category);
  });

  it('is refused with a reason where there is none', async () => {
    expect(await loadErrorClassifier('nowhere')).toMatchObject({ ok: false });
  });
});
