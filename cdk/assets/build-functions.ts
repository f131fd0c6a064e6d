// Bundles all functions in one go, each into a folder with its settings: what `cdk deploy` uploads. No Docker, no network.

import { cpSync, existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { FunctionName } from '#contracts/environment.ts';
import { MODELS_BY_FUNCTION } from '../functions.ts';
import { readDeployedSettings } from './deployed-settings.ts';
import { copyModelRuntime, pruneModelRuntime } from './model-runtime.ts';

export interface BuildOptions {
  readonly settingsPath: string;
  readonly architecture: 'arm64' | 'x86_64';
  /** Where the bundles go. */
  readonly outFolder?: string;
  /** Versions to be tried in shadow; of the same shape as `models/`. */
  readonly challengerFolder?: string;
}

const BUNDLES = 'dist/functions';
const MODELS = 'models';
const MODEL_FILES = ['model.onnx', 'manifest.json'];
/** Put there to be deployed beside the models. */
const CHALLENGER = 'models/challenger';
/** Where the whole of it lies, as all models are registered there: it starts often, and knows its own already. */
const SCORER: FunctionName = 'score-services';

/** Bundles every `functions/<name>/lambda.ts`; tells the folder of each. Throws for bad settings, before anything is built. */
export async function buildFunctions({
  settingsPath,
  architecture,
  outFolder = BUNDLES,
  challengerFolder = CHALLENGER,
}: BuildOptions): Promise<(name: string) => string> {
  const settings = JSON.stringify(readDeployedSettings(settingsPath));
  const names = globSync('functions/*/lambda.ts').map((file) => basename(dirname(file)));
  rmSync(outFolder, { recursive: true, force: true });
  await bundle(names, outFolder);
  for (const name of names) writeFileSync(join(outFolder, name, 'settings.json'), settings);
  for (const [name, models] of Object.entries(MODELS_BY_FUNCTION)) {
    addModels(models, architecture, join(outFolder, name));
    addChallengers(models, challengerFolder, join(outFolder, name));
  }
  copyModels(shippedModels(), join(outFolder, SCORER));
  if (existsSync(challengerFolder))
    cpSync(challengerFolder, join(outFolder, SCORER, 'challenger'), { recursive: true });
  return (name) => requireBundle(name, join(outFolder, name));
}

function requireBundle(name: string, folder: string): string {
  if (existsSync(join(folder, 'index.mjs'))) return folder;
  throw new Error(`Function ${name} has no bundle in ${folder}: it needs a functions/${name}/lambda.ts`);
}

async function bundle(names: readonly string[], outdir: string): Promise<void> {
  const { metafile } = await build({
    entryPoints: names.map((name) => ({ in: `functions/${name}/lambda.ts`, out: `${name}/index` })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    // Step Functions and people read the names of errors.
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    plugins: [pruneModelRuntime],
    // CommonJS packages in an ES module ask for `require`.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  for (const [output, { inputs }] of Object.entries(metafile.outputs))
    requireLight(output, Object.keys(inputs));
}

/** Throws an error for a bundle that took the model runtime in by an import too many. */
function requireLight(output: string, inputs: readonly string[]): void {
  const runsModels = basename(dirname(output)) in MODELS_BY_FUNCTION;
  if (runsModels || !inputs.some((input) => input.includes('onnxruntime-node'))) return;
  throw new Error(
    `${output} contains the model runtime without any model to run: see what it imports of src/runtime, or name its models in cdk/functions.ts`,
  );
}

function addModels(
  models: readonly string[],
  architecture: BuildOptions['architecture'],
  folder: string,
): void {
  copyModelRuntime(architecture, folder);
  copyModels(models, folder);
}

/** Each function tries the versions of the models that it runs. */
function addChallengers(models: readonly string[], challengerFolder: string, folder: string): void {
  for (const model of models) {
    const from = join(challengerFolder, model);
    if (existsSync(from)) cpSync(from, join(folder, 'challenger', model), { recursive: true });
  }
}

function shippedModels(): readonly string[] {
  return globSync(`${MODELS}/*/manifest.json`).map((file) => basename(dirname(file)));
}

function copyModels(models: readonly string[], folder: string): void {
  for (const model of models) {
    const from = join(MODELS, model);
    const to = join(folder, MODELS, model);
    mkdirSync(to, { recursive: true });
    for (const file of MODEL_FILES) cpSync(join(from, file), join(to, file));
  }
}
