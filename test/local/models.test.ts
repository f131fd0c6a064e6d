import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { loadShippedModel } from '#local/models.ts';

it('loads the model that this checkout ships', async () => {
  const loaded = await loadShippedModel();

  expect(loaded.ok).toBe(true);
});

it('says why a folder without a model cannot be used, so that thresholds judge alone', async () => {
  const loaded = await loadShippedModel(tmpdir());

  expect(loaded).toEqual({ ok: false, refusal: expect.stringContaining(tmpdir()) });
});
