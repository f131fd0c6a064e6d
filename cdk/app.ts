// The CDK app: what `cdk deploy` puts into the user's account. So far the state plane alone.

import { App } from 'aws-cdk-lib';
import { StateStack } from './stacks/state-stack.ts';

const app = new App();
new StateStack(app, 'FleetmedicState');
app.synth();
