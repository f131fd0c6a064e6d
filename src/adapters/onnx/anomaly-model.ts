// The anomaly model on ONNX Runtime: an isolation forest whose raw score is turned into the share of normal points that
// look more usual. One thread, because a shard is small and its neighbours need the other cores.

import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type AnomalyModel, ModelRefusedError } from '#application/ports/anomaly-model.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import { type ModelManifest, readProvenModel } from './model-manifest.ts';

const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  // Errors only: what is printed below that is about the file, which the hash has proven already.
  logSeverityLevel: 3,
};

/**
 * Loads the model of a folder with `model.onnx` and `manifest.json`. Throws a ModelRefusedError when it is unreadable,
 * is not the file its manifest speaks of, or was trained on another feature list.
 */
export async function loadAnomalyModel(folder: string): Promise<AnomalyModel> {
  const { manifest, bytes } = await readProvenModel(folder);
  const session = await openSession(folder, bytes);
  return {
    info: { name: manifest.name, hash: manifest.modelHash, featureHash: manifest.featureHash },
    async score(features, rowCount) {
      const raw = await runSession(session, manifest, { features, rowCount });
      return raw.map((score) => calibrate(manifest.calibration, score));
    },
  };
}

async function openSession(folder: string, bytes: Uint8Array): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, SESSION_OPTIONS);
  } catch (cause) {
    throw new ModelRefusedError('unreadable', `Model in ${folder} is no ONNX model that can run: ${cause}`);
  }
}

interface Rows {
  readonly features: Float32Array;
  readonly rowCount: number;
}

async function runSession(
  session: InferenceSession,
  { input, output, name }: ModelManifest,
  { features, rowCount }: Rows,
): Promise<Float32Array> {
  if (rowCount === 0) return new Float32Array();
  const tensor = new Tensor('float32', features, [rowCount, FEATURE_COUNT]);
  const results = await session.run({ [input]: tensor }, [output]);
  const scores = results[output]?.data;
  if (scores instanceof Float32Array) return scores;
  throw new TypeError(`Model ${name} gave no numbers as "${output}"`);
}

/** Linear between the quantiles of normal points; beyond the outermost ones 0 and 1. */
function calibrate(calibration: ModelManifest['calibration'], score: number): number {
  let below = { share: 0, score: Number.NEGATIVE_INFINITY };
  for (const point of calibration) {
    if (score < point.score) {
      const part =
        below.score === Number.NEGATIVE_INFINITY ? 0 : (score - below.score) / (point.score - below.score);
      return below.share + part * (point.share - below.share);
    }
    below = point;
  }
  return 1;
}
