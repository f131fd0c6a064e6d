// Where the versions of the scoring model lie in their bucket: each under the hash of its file, so that none is ever
// written over, and one object that names the newest and is written last. Built here and nowhere else.

import * as z from 'zod/mini';

export const NEWEST_VERSION_KEY = 'newest.json';

/** What lies there. */
export const NewestVersion = z.object({ hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)) });

/** The models of a version: the main score, and what was fitted with it. The last of them not every version has. */
export const VERSION_MODELS = ['anomaly-boosting', 'anomaly-isolation-forest', 'anomaly-window'] as const;
/** What each of them needs to be served. */
export const VERSION_FILES = ['model.onnx', 'manifest.json'] as const;

export interface VersionFile {
  /** SHA-256 of the main score's file. */
  readonly hash: string;
  readonly model: string;
  readonly file: string;
}

/** `versions/<hash>/anomaly-boosting/model.onnx`. */
export function versionFileKey({ hash, model, file }: VersionFile): string {
  return `versions/${hash}/${model}/${file}`;
}
