import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { StateStack } from '../../cdk/stacks/state-stack.ts';

it('keeps the table recoverable and retained', () => {
  const template = Template.fromStack(new StateStack(new App(), 'State'));

  const [table] = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'));

  expect(table).toMatchObject({ DeletionPolicy: 'Retain', Properties: { BillingMode: 'PAY_PER_REQUEST' } });
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    TimeToLiveSpecification: { AttributeName: 'expiresAtSeconds', Enabled: true },
    Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
  });
});
