import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadAnomalyModel } from '#adapters/onnx/anomaly-model.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import { WINDOW_POINTS } from '#domain/feature/point-window.ts';

const MODELS = join(import.meta.dirname, '../../../models');
const BOOSTING = join(MODELS, 'anomaly-boosting');
const FOREST = join(MODELS, 'anomaly-isolation-forest');
const WINDOW = join(MODELS, 'anomaly-window');
const BESIDE = { forest: FOREST, window: WINDOW };
/** No point has a shape to be judged by. */
const CALM = Array.from({ length: 200 }, () => undefined);

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

function spikeAtTheEnd(): Float32Array {
  return Float32Array.from({ length: WINDOW_POINTS }, (_, i) => (i === WINDOW_POINTS - 1 ? 4 : (i % 7) / 10));
}

describe('the anomaly models', () => {
  it('tell the main one, and how its opinions are read', async () => {
    const { info, parameters } = await loadAnomalyModel({ boosting: BOOSTING, ...BESIDE });

    expect(info.name).toBe('anomaly-boosting');
    expect(parameters.bar).toBeGreaterThan(0);
    expect(parameters.bar).toBeLessThan(1);
  });

  it('give each row one finite opinion', async () => {
    const model = await loadAnomalyModel({ boosting: BOOSTING, ...BESIDE });

    const logits = await model.score(someRows(200), 200, CALM);

    expect(logits).toHaveLength(200);
    expect(logits.every(Number.isFinite)).toBe(true);
  });

  it('let the novelty guard raise an opinion, never lower it', async () => {
    const deaf = await boostingWith((it) => ({ ...it, novelty: { ...Object(it['novelty']), weight: 0 } }));
    const alone = await loadAnomalyModel({ boosting: deaf, ...BESIDE });
    const guarded = await loadAnomalyModel({ boosting: BOOSTING, ...BESIDE });

    const before = await alone.score(someRows(200), 200, CALM);
    const after = await guarded.score(someRows(200), 200, CALM);

    expect(after.every((logit, row) => logit >= (before[row] ?? 0))).toBe(true);
    expect(after.some((logit, row) => logit > (before[row] ?? 0))).toBe(true);
  });

  it('are refused when the guard is not the one they were fitted with', async () => {
    const stranger = await boostingWith((it) => ({ ...it, novelty: { weight: 1, modelHash: 'another' } }));

    await expect(loadAnomalyModel({ boosting: stranger, ...BESIDE })).rejects.toMatchObject({
      name: 'ModelRefusedError',
      reason: 'hash-mismatch',
    });
  });

  it('let the shape of the last points move an opinion where there is one, and no other', async () => {
    const model = await loadAnomalyModel({ boosting: BOOSTING, ...BESIDE });
    const windows = CALM.map((_, row) => (row % 2 === 0 ? spikeAtTheEnd() : undefined));

    const without = await model.score(someRows(200), 200, CALM);
    const moved = await model.score(someRows(200), 200, windows);

    without.forEach((logit, row) => {
      if (row % 2 === 0) expect(moved[row]).not.toBe(logit);
      else expect(moved[row]).toBe(logit);
    });
  });

  it('are refused when the model of shapes is not the one they were fitted with', async () => {
    const window = { weight: 1, usual: 0, modelHash: 'another' };
    const stranger = await boostingWith((it) => ({ ...it, window }));

    await expect(loadAnomalyModel({ boosting: stranger, ...BESIDE })).rejects.toMatchObject({
      name: 'ModelRefusedError',
      reason: 'hash-mismatch',
    });
  });

  it('do without shapes where a version was fitted without them', async () => {
    const older = await boostingWith(({ window: _, ...parameters }) => parameters);
    const model = await loadAnomalyModel({ boosting: older, forest: FOREST, window: 'not there' });
    const windows = CALM.map(spikeAtTheEnd);

    const without = await model.score(someRows(200), 200, CALM);

    expect(await model.score(someRows(200), 200, windows)).toEqual(without);
  });
});
