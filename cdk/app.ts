// The CDK app: what `cdk deploy` puts into the user's account. Needs neither credentials nor Docker.

import { App } from 'aws-cdk-lib';
import { buildFunctions } from './assets/build-functions.ts';
import { addFleetmedic } from './fleetmedic.ts';
import { LEFT_OUT_LOCALLY } from './local-target.ts';
import { readOptions } from './options.ts';

const app = new App();
const options = readOptions(app.node);
const assetOf = await buildFunctions(options);
addFleetmedic(app, { options, assetOf });
if (options.isLocal) {
  process.stderr.write(
    `Left out for an emulator (-c target=local):\n${LEFT_OUT_LOCALLY.map((what) => `  ${what}\n`).join('')}`,
  );
}
app.synth();
