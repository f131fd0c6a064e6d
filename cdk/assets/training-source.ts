// What a training on AWS is made of: the training side of this checkout as it stands, without anything that was built or
// recorded. CDK packs it by itself: no Docker, no repository that would have to be reached.

import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Under this name the folder is asked for, beside those of the functions. */
export const TRAINING_SOURCE = 'training';

const OUT_FOLDER = 'dist/training';
const PARTS = ['src', 'tools', 'models', 'package.json', 'package-lock.json'] as const;
/** Models that are tried here are no part of what a training begins with. */
const LEFT_OUT: ReadonlySet<string> = new Set(['challenger', '__pycache__']);

/** Lays the source of a training into a folder of its own, and names it. */
export function stageTraining(outFolder = OUT_FOLDER): string {
  rmSync(outFolder, { recursive: true, force: true });
  mkdirSync(outFolder, { recursive: true });
  for (const part of PARTS)
    cpSync(part, join(outFolder, part), { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  return outFolder;
}
