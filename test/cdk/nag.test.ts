import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

const SYNTH_MS = 60_000;

function findingsOf(stack: Stack): readonly string[] {
  const { violations } = new AwsSolutionsChecks().validateScope(stack);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
}

it.each([
  ['as it is deployed', {}],
  ['with a key of its own', { kms: 'true', pageEmail: 'people@example.com' }],
  ['without retained data', { retain: 'false', reservedConcurrency: 'false' }],
  ['for an emulator', { target: 'local' }],
  ['with a training', { training: 'true' }],
])(
  'cdk-nag has no finding %s',
  (_, context) => {
    const { stacks } = synthesize(context);

    expect(Object.values(stacks).flatMap(findingsOf)).toEqual([]);
  },
  SYNTH_MS,
);

it('cdk-nag sees a careless queue', () => {
  const stack = new Stack(new App(), 'Careless');
  new Queue(stack, 'Queue');

  expect(findingsOf(stack)).toHaveLength(2);
});
