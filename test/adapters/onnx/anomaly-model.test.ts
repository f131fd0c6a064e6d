import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadAnomalyModel } from '#adapters/onnx/anomaly-model.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';

const MODELS = join(import.meta.dirname, '../../../models');
const BOOSTING = join(MODELS, 'anomaly-boosting');
const FOREST = join(MODELS, 'anomaly-isolation-forest');

/** A copy of the main model whose parameters were changed. */
async function boostingWith(change: (parameters: Record<string, unknown>) => unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(BOOSTING, folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(BOOSTING, 'manifest.json'), 'utf8'));
  const parameters = change(manifest.parameters);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, parameters }));
  return folder;
}

function someRows(count: number): Float32Array {
  return Float32Array.from({ length: count * FEATURE_COUNT }, (_, i) => ((i * 7919) % 2001) / 100 - 10);
}

describe('the anomaly models', () => {
  it('tell the main one, and how its opinions are read', async () => {
    const { info, parameters } = await loadAnomalyModel({ boosting: BOOSTING, forest: FOREST });

    expect(info.name).toBe('anomaly-boosting');
    expect(parameters.bar).toBeGreaterThan(0);
    expect(parameters.bar).toBeLessThan(1);
  });

  it('give each row one finite opinion', async () => {
    const model = await loadAnomalyModel({ boosting: BOOSTING, forest: FOREST });

    const logits = await model.score(someRows(200), 200);

    expect(logits).toHaveLength(200);
    expect(logits.every(Number.isFinite)).toBe(true);
  });

  it('let the novelty guard raise an opinion, never lower it', async () => {
    const deaf = await boostingWith((it) => ({ ...it, novelty: { ...Object(it['novelty']), weight: 0 } }));
    const alone = await loadAnomalyModel({ boosting: deaf, forest: FOREST });
    const guarded = await loadAnomalyModel({ boosting: BOOSTING, forest: FOREST });

    const before = await alone.score(someRows(200), 200);
    const after = await guarded.score(someRows(200), 200);

    expect(after.every((logit, row) => logit >= (before[row] ?? 0))).toBe(true);
    expect(after.some((logit, row) => logit > (before[row] ?? 0))).toBe(true);
  });

  it('are refused when the guard is not the one they were fitted with', async () => {
    const stranger = await boostingWith((it) => ({ ...it, novelty: { weight: 1, modelHash: 'another' } }));

    await expect(loadAnomalyModel({ boosting: stranger, forest: FOREST })).rejects.toMatchObject({
      name: 'ModelRefusedError',
      reason: 'hash-mismatch',
    });
  });
});
