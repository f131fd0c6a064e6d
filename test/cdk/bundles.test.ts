import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { FUNCTION_ENVIRONMENTS } from '#contracts/environment.ts';
import { Settings } from '#contracts/settings.ts';
import { buildFunctions } from '../../cdk/assets/build-functions.ts';
import { MODELS_BY_FUNCTION } from '../../cdk/functions.ts';

const BUILD_MS = 120_000;
const MEGABYTE = 1_000_000;
const outFolder = mkdtempSync(join(tmpdir(), 'fleetmedic-bundles-'));
const challengerFolder = mkdtempSync(join(tmpdir(), 'fleetmedic-challenger-'));
for (const model of ['failure-boosting', 'cause-ranker'])
  cpSync(join('models', model), join(challengerFolder, model), { recursive: true });
const names = Object.keys(FUNCTION_ENVIRONMENTS);
let assetOf: (name: string) => string;

beforeAll(async () => {
  const options = { settingsPath: 'fleetmedic.yaml', architecture: 'arm64', outFolder } as const;
  assetOf = await buildFunctions({ ...options, challengerFolder });
}, BUILD_MS);

/** Bytes that go up: each file compressed on its own, as in a zip; source maps stay here. */
function zippedBytes(folder: string): number {
  const files = globSync('**/*', { cwd: folder }).filter(
    (file) => !file.endsWith('.map') && statSync(join(folder, file)).isFile(),
  );
  return files.reduce((sum, file) => sum + deflateRawSync(readFileSync(join(folder, file))).length, 0);
}

it('builds every function with its settings beside it', () => {
  const settings = names.map((name) =>
    JSON.parse(readFileSync(join(assetOf(name), 'settings.json'), 'utf8')),
  );

  expect(settings.map((each) => Settings.parse(each).mode)).toEqual(names.map(() => 'observe'));
});

it.each(Object.entries(MODELS_BY_FUNCTION))(
  'gives %s its models, their manifests and the runtime for its processor',
  (name, models) => {
    const files = globSync('**/*', { cwd: assetOf(name) });
    const modelFiles = models.flatMap((model) => [
      `models/${model}/manifest.json`,
      `models/${model}/model.onnx`,
    ]);

    expect(files).toEqual(expect.arrayContaining(modelFiles));
    expect(files.map((file) => basename(file))).toEqual(
      expect.arrayContaining(['onnxruntime_binding.node', 'libonnxruntime.so.1']),
    );
    expect(zippedBytes(assetOf(name))).toBeLessThanOrEqual(12 * MEGABYTE);
  },
);

it('puts versions to be tried beside the functions that run them, and all of them where they are registered', () => {
  const triedBy = (name: string) =>
    globSync('challenger/*', { cwd: assetOf(name) }).map((folder) => basename(folder));

  expect(triedBy('score-services').toSorted()).toEqual(['cause-ranker', 'failure-boosting']);
  expect(triedBy('predict-failures')).toEqual(['failure-boosting']);
  expect(triedBy('diagnose-incident')).toEqual(['cause-ranker']);
  expect(triedBy('plan-recovery')).toEqual(['cause-ranker']);
  expect(triedBy('forecast-demand')).toEqual([]);
});

it('keeps every other function small, and free of the model runtime', () => {
  const others = names.filter((name) => !(name in MODELS_BY_FUNCTION));
  const heavy = others.filter((name) => zippedBytes(assetOf(name)) > MEGABYTE / 4);
  const withRuntime = others.filter(
    (name) =>
      existsSync(join(assetOf(name), 'onnxruntime_binding.node')) ||
      readFileSync(join(assetOf(name), 'index.mjs'), 'utf8').includes('onnxruntime'),
  );

  expect(heavy).toEqual([]);
  expect(withRuntime).toEqual([]);
});

it('says what is missing for a function without an entry', () => {
  expect(() => assetOf('make-coffee')).toThrow(
    /make-coffee has no bundle .* functions\/make-coffee\/lambda\.ts/,
  );
});
