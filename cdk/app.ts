// The CDK app: what `cdk deploy` puts into the user's account. Needs neither credentials nor Docker.

import { App } from 'aws-cdk-lib';
import { buildFunctions } from './assets/build-functions.ts';
import { readDeployedSettings } from './assets/deployed-settings.ts';
import { stageTraining, TRAINING_SOURCE } from './assets/training-source.ts';
import { addFleetmedic } from './fleetmedic.ts';
import { LEFT_OUT_LOCALLY } from './local-target.ts';
import { readOptions } from './options.ts';

const app = new App();
const given = readOptions(app.node);
const { learning } = readDeployedSettings(given.settingsPath);
const options = { ...given, hasTraining: given.hasTraining || learning.autoRetrain };
const functionOf = await buildFunctions(options);
const assetOf = (name: string) => (name === TRAINING_SOURCE ? stageTraining() : functionOf(name));
addFleetmedic(app, { options, assetOf });
if (options.isLocal) {
  process.stderr.write(
    `Left out for an emulator (-c target=local):\n${LEFT_OUT_LOCALLY.map((what) => `  ${what}\n`).join('')}`,
  );
}
app.synth();
