import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadNoveltyModel } from '#adapters/onnx/novelty-model.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';

const SHIPPED = join(import.meta.dirname, '../../../models/anomaly-isolation-forest');

interface ModelFolder {
  readonly manifest?: (manifest: Record<string, unknown>) => Record<string, unknown>;
  readonly model?: (bytes: Buffer) => Buffer;
}

/** A copy of the shipped model with something changed. */
async function modelFolder({ manifest = (it) => it, model = (it) => it }: ModelFolder): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stored = JSON.parse(await readFile(join(SHIPPED, 'manifest.json'), 'utf8'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest(stored)));
  await writeFile(join(folder, 'model.onnx'), model(await readFile(join(SHIPPED, 'model.onnx'))));
  return folder;
}

describe('loading a model', () => {
  it('tells what it is', async () => {
    const { info } = await loadNoveltyModel(SHIPPED);

    expect(info.name).toBe('anomaly-isolation-forest');
    expect(info.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(info.featureHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses a file that is not the one its manifest speaks of', async () => {
    const folder = await modelFolder({ model: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) });

    await expect(loadNoveltyModel(folder)).rejects.toMatchObject({
      name: 'ModelRefusedError',
      reason: 'hash-mismatch',
    });
  });

  it('refuses a model that was trained on other features', async () => {
    const folder = await modelFolder({ manifest: (it) => ({ ...it, featureHash: 'abc' }) });

    await expect(loadNoveltyModel(folder)).rejects.toMatchObject({ reason: 'feature-mismatch' });
  });

  it.each<[string, ModelFolder]>([
    ['without a name', { manifest: ({ name: _name, ...rest }) => rest }],
    ['without its calibration', { manifest: (it) => ({ ...it, parameters: {} }) }],
    [
      'that is no ONNX at all',
      {
        model: () => Buffer.from('no model'),
        manifest: (it) => ({
          ...it,
          modelHash: createHash('sha256').update('no model').digest('hex'),
        }),
      },
    ],
  ])('refuses one %s', async (_case, changes) => {
    const folder = await modelFolder(changes);

    await expect(loadNoveltyModel(folder)).rejects.toMatchObject({ name: 'ModelRefusedError' });
  });

  it('refuses a folder that is not there, and names it', async () => {
    await expect(loadNoveltyModel('/no/such/model')).rejects.toThrow(
      'Model in /no/such/model cannot be read',
    );
  });
});

describe('scoring', () => {
  it('gives each row a score from 0 to 1, whatever its size', async () => {
    const model = await loadNoveltyModel(SHIPPED);
    const rows = 200;
    const features = Float32Array.from(
      { length: rows * FEATURE_COUNT },
      (_, i) => ((i * 7919) % 2001) / 100 - 10,
    );

    const scores = await model.score(features, rows);

    expect(scores).toHaveLength(rows);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  it('gives 0 and 1 to what is beyond all normal points', async () => {
    const beyond = (score: number) => (it: Record<string, unknown>) => ({
      ...it,
      parameters: {
        calibration: [
          { share: 0, score },
          { share: 1, score: score + 0.001 },
        ],
      },
    });
    const strict = await loadNoveltyModel(await modelFolder({ manifest: beyond(0.99) }));
    const lenient = await loadNoveltyModel(await modelFolder({ manifest: beyond(0.001) }));
    const row = new Float32Array(FEATURE_COUNT);

    expect([...(await strict.score(row, 1)), ...(await lenient.score(row, 1))]).toEqual([0, 1]);
  });

  it('gives nothing for nothing', async () => {
    const model = await loadNoveltyModel(SHIPPED);

    expect(await model.score(new Float32Array(), 0)).toHaveLength(0);
  });

  it('fails when the rows are not whole', async () => {
    const model = await loadNoveltyModel(SHIPPED);

    await expect(model.score(new Float32Array(FEATURE_COUNT - 1), 1)).rejects.toThrow();
  });

  it('fails when the model has no such output', async () => {
    const folder = await modelFolder({ manifest: (it) => ({ ...it, output: 'nothing' }) });
    const model = await loadNoveltyModel(folder);

    await expect(model.score(new Float32Array(FEATURE_COUNT), 1)).rejects.toThrow();
  });
});
