// Any model of ours on ONNX Runtime. One thread, because a shard is small and its neighbours need the other cores.

import { InferenceSession, Tensor } from 'onnxruntime-node';
import type * as z from 'zod/mini';
import { ModelRefusedError, type TrainedModel } from '#application/ports/trained-model.ts';
import { featureListHash } from './feature-list.ts';
import { infoOf, type ModelManifest, readProvenModel } from './model-manifest.ts';

const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  // Errors only: what is printed below that is about the file, which the hash has proven already.
  logSeverityLevel: 3,
};

/** What the code that asks a model expects of it. */
export interface ModelExpectations<Parameters> {
  /** Names and order of the features that the code computes. */
  readonly featureNames: readonly string[];
  /** The numbers that serving needs beside the model file: calibration, bars. */
  readonly parameters: z.ZodMiniType<Parameters>;
}

/** A model, and the parameters that were fitted together with it. */
export interface LoadedModel<Parameters> {
  readonly model: TrainedModel;
  readonly parameters: Parameters;
}

/**
 * Loads the model of a folder with `model.onnx` and `manifest.json`. Throws a ModelRefusedError when it is unreadable,
 * is not the file its manifest speaks of, was trained on another feature list, or lacks parameters that serving needs.
 */
export async function loadTrainedModel<Parameters>(
  folder: string,
  { featureNames, parameters }: ModelExpectations<Parameters>,
): Promise<LoadedModel<Parameters>> {
  const { manifest, bytes } = await readProvenModel(folder, featureListHash(featureNames));
  const parsed = parameters.safeParse(manifest.parameters);
  if (!parsed.success) {
    throw new ModelRefusedError(
      'unreadable',
      `Model ${manifest.name} in ${folder} lacks parameters that serving needs (${parsed.error.message}); train it again`,
    );
  }
  const session = await openSession(folder, bytes);
  return { model: modelOn(session, manifest, featureNames.length), parameters: parsed.data };
}

async function openSession(folder: string, bytes: Uint8Array): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, SESSION_OPTIONS);
  } catch (cause) {
    throw new ModelRefusedError('unreadable', `Model in ${folder} is no ONNX model that can run: ${cause}`);
  }
}

function modelOn(session: InferenceSession, manifest: ModelManifest, inputCount: number): TrainedModel {
  const { input, output, outputCount } = manifest;
  const info = infoOf(manifest);
  const { name } = info;
  return {
    info,
    inputCount,
    outputCount,
    async evaluate(features, rowCount) {
      if (rowCount === 0) return new Float32Array();
      const tensor = new Tensor('float32', features, [rowCount, inputCount]);
      const results = await session.run({ [input]: tensor }, [output]);
      const numbers = results[output]?.data;
      if (numbers instanceof Float32Array && numbers.length === rowCount * outputCount) return numbers;
      throw new TypeError(`Model ${name} gave no ${outputCount} numbers a row as "${output}"`);
    },
  };
}
