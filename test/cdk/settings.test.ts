import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { metricQueriesFor } from '#contracts/naming.ts';
import { buildFunctions } from '../../cdk/assets/build-functions.ts';
import { readDeployedSettings } from '../../cdk/assets/deployed-settings.ts';
import { readOptions } from '../../cdk/options.ts';

function writeSettings(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'fleetmedic-settings-')), 'fleetmedic.yaml');
  writeFileSync(path, text);
  return path;
}

it('bad settings fail with their place and the remedy, before anything is built', async () => {
  const path = writeSettings(
    'version: 1\nmode: yolo\nservices:\n  - id: shop\n    resources: [ecs-service/a/b]\n',
  );

  const build = buildFunctions({ settingsPath: path, architecture: 'arm64', outFolder: '/nowhere' });

  await expect(build).rejects.toThrow(new RegExp(`${path}:2:\\d+ mode: .*observe`));
});

it('settings that are asked for and missing are an error', () => {
  expect(() => readDeployedSettings('elsewhere.yaml')).toThrow(
    /no settings in elsewhere.yaml: correct -c settings/,
  );
});

it('without settings Fleetmedic only observes, and reads nothing', () => {
  const settings = readDeployedSettings('fleetmedic.yaml');

  expect(settings.mode).toBe('observe');
  expect(
    settings.services.flatMap(({ resources }) => resources.flatMap((id) => metricQueriesFor(id))),
  ).toEqual([]);
});

it('settings that do not name a mode only observe', () => {
  const path = writeSettings('version: 1\nservices:\n  - id: shop\n    resources: [ecs-service/a/b]\n');

  expect(readDeployedSettings(path)).toMatchObject({ mode: 'observe', services: [{ id: 'shop' }] });
});

it('options that cannot be read are an error that names them', () => {
  const { node } = new App({ context: { target: 'moon', retain: 'maybe' } });

  expect(() => readOptions(node)).toThrow(/target[\s\S]*retain/);
});

it('options have defaults that are right for AWS', () => {
  expect(readOptions(new App().node)).toEqual({
    settingsPath: 'fleetmedic.yaml',
    isLocal: false,
    architecture: 'arm64',
    retainsData: true,
    hasOwnKey: false,
    hasTraining: false,
    reservesConcurrency: true,
    pageEmail: undefined,
  });
});
