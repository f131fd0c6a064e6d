// What a model folder says of itself, and the checks a model has to pass before anything is decided by it.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type ModelInfo, ModelRefusedError } from '#application/ports/trained-model.ts';
import { ModelQuality } from '#domain/model/model.ts';

/** `manifest.json`, written by the training script; its further fields are for people. */
export const ModelManifest = z.object({
  name: z.string(),
  modelHash: z.string(),
  featureHash: z.string(),
  input: z.string(),
  output: z.string(),
  /** Numbers in a row of the output. */
  outputCount: z._default(z.int(), 1),
  /** Measured on series that it had not seen; what the quality gate compares. */
  quality: z._default(ModelQuality, {}),
  /** The version that decided when this one was trained, measured on the very same series. */
  measuredBeside: z.optional(z.object({ hash: z.string(), quality: ModelQuality })),
  /** What serving needs beside the file; its shape is checked by the code that asks the model. */
  parameters: z.unknown(),
});
export type ModelManifest = z.infer<typeof ModelManifest>;

/** A model file that is what its manifest says, and was trained on the expected features. */
export interface ProvenModel {
  readonly manifest: ModelManifest;
  readonly bytes: Uint8Array;
}

/** What the registry keeps of a model. */
export function infoOf({ name, modelHash, featureHash, quality, measuredBeside }: ModelManifest): ModelInfo {
  return { name, hash: modelHash, featureHash, quality, ...(measuredBeside && { measuredBeside }) };
}

/**
 * What a model folder holds, proven to be the file that its manifest speaks of, without running it. Throws a
 * ModelRefusedError.
 */
export async function readModelInfo(folder: string): Promise<ModelInfo> {
  return infoOf((await readHashedModel(folder)).manifest);
}

/** Reads a model folder. Throws a ModelRefusedError that names the folder and what to do. */
export async function readProvenModel(folder: string, featureHash: string): Promise<ProvenModel> {
  const { manifest, bytes } = await readHashedModel(folder);
  if (manifest.featureHash !== featureHash) {
    throw new ModelRefusedError(
      'feature-mismatch',
      `Model ${manifest.name} in ${folder} was trained on features ${manifest.featureHash}, this code computes ${featureHash}; train it again`,
    );
  }
  return { manifest, bytes };
}

async function readHashedModel(folder: string): Promise<ProvenModel> {
  const { manifest, bytes } = await readModel(folder);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (hash === manifest.modelHash) return { manifest, bytes };
  throw new ModelRefusedError(
    'hash-mismatch',
    `Model ${manifest.name} in ${folder} has hash ${hash}, its manifest says ${manifest.modelHash}; restore both or train again`,
  );
}

async function readModel(folder: string): Promise<ProvenModel> {
  try {
    const [text, bytes] = await Promise.all([
      readFile(join(folder, 'manifest.json'), 'utf8'),
      readFile(join(folder, 'model.onnx')),
    ]);
    return { manifest: ModelManifest.parse(JSON.parse(text)), bytes };
  } catch (cause) {
    throw new ModelRefusedError(
      'unreadable',
      `Model in ${folder} cannot be read: ${cause}; train or restore it`,
    );
  }
}
