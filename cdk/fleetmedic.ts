// The whole of Fleetmedic in an account: one stack per plane, each told by its props of those it needs.

import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { LearnStack } from './stacks/learn-stack.ts';
import { ObserveStack } from './stacks/observe-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { PeopleStack } from './stacks/people-stack.ts';
import type { PlaneProps } from './stacks/plane-stack.ts';
import { RecoverStack } from './stacks/recover-stack.ts';
import { StateStack } from './stacks/state-stack.ts';

export interface Fleetmedic {
  readonly state: StateStack;
  readonly recover: RecoverStack;
  readonly learn: LearnStack;
  readonly observe: ObserveStack;
  readonly people: PeopleStack;
  readonly operations: OperationsStack;
}

/** All stacks of a deployment, held to the rules of cdk-nag. */
export function addFleetmedic(app: App, props: PlaneProps): Fleetmedic {
  const state = new StateStack(app, props);
  const recover = new RecoverStack(app, { ...props, state });
  const learn = new LearnStack(app, { ...props, state, recover });
  const observe = new ObserveStack(app, { ...props, recover, learn });
  const people = new PeopleStack(app, { ...props, recover });
  const operations = new OperationsStack(app, { ...props, state, recover, learn, observe, people });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { state, recover, learn, observe, people, operations };
}
