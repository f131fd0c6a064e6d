import { describe, expect, it } from 'vitest';
import { readChangedResource } from '#contracts/changed-resource.ts';

const ECS = 'arn:aws:ecs:eu-central-1:123456789012';
const SCALING = 'Application Auto Scaling Scaling Activity State Change';
const CALL = 'AWS API Call via CloudTrail';

describe('the resource that an event speaks of', () => {
  it('is the one whose ARN it carries', () => {
    const event = eventOf('ECS Deployment State Change', {}, [
      'arn:aws:s3:::bucket',
      `${ECS}:service/shop/checkout`,
    ]);

    expect(readChangedResource(event)).toBe('ecs-service/shop/checkout');
  });

  it('is the parameter that was written', () => {
    const arn = 'arn:aws:ssm:eu-central-1:123456789012:parameter/shop/checkout/limits';

    expect(readChangedResource(eventOf('Parameter Store Change', {}, [arn]))).toBe(
      'ssm-parameter/shop/checkout:limits',
    );
  });

  it.each([
    [
      'the profile that AppConfig deploys',
      'On Deployment Start',
      { Application: { Id: 'a1b2c3d' }, ConfigurationProfile: { Id: 'e4f5g6h', Name: 'checkout' } },
      'configuration/a1b2c3d/e4f5g6h',
    ],
    [
      'the service named in a recorded call',
      CALL,
      { requestParameters: { cluster: 'shop', service: 'checkout' } },
      'ecs-service/shop/checkout',
    ],
    [
      'the service whose ARN a recorded call was given',
      CALL,
      { requestParameters: { cluster: `${ECS}:cluster/shop`, service: `${ECS}:service/shop/checkout` } },
      'ecs-service/shop/checkout',
    ],
    [
      'the service in the default cluster when a recorded call names none',
      CALL,
      { requestParameters: { service: 'checkout' } },
      'ecs-service/default/checkout',
    ],
    [
      'the alias that was moved',
      CALL,
      { eventName: 'UpdateAlias20150331', requestParameters: { functionName: 'checkout', name: 'live' } },
      'lambda-alias/checkout/live',
    ],
    [
      'the alias of the function whose ARN a recorded call was given',
      CALL,
      {
        eventName: 'UpdateAlias20150331',
        requestParameters: {
          functionName: 'arn:aws:lambda:eu-central-1:123456789012:function:checkout',
          name: 'live',
        },
      },
      'lambda-alias/checkout/live',
    ],
    [
      'the target that was scaled',
      SCALING,
      { serviceNamespace: 'ecs', resourceId: 'service/shop/checkout' },
      'scalable-target/shop/checkout',
    ],
  ])('is %s', (_which, type, detail, resourceId) => {
    expect(readChangedResource(eventOf(type, detail))).toBe(resourceId);
  });

  it.each([
    ['of another kind', 'EC2 Instance State-change Notification', {}],
    ['of AppConfig without a profile', 'On Deployment Start', { Application: { Id: 'a1b2c3d' } }],
    ['of a call about no service', CALL, { requestParameters: { cluster: 'shop', service: '' } }],
    ['of another scalable thing', SCALING, { serviceNamespace: 'dynamodb', resourceId: 'table/orders' }],
    ['of a target that is no service', SCALING, { serviceNamespace: 'ecs', resourceId: 'cluster/shop' }],
  ])('is none in an event %s', (_which, type, detail) => {
    expect(readChangedResource(eventOf(type, detail))).toBeUndefined();
  });
});

function eventOf(type: string, detail: Record<string, unknown>, resources: readonly string[] = []) {
  return {
    id: 'event-1',
    source: 'aws',
    'detail-type': type,
    time: '2026-11-23T12:00:00Z',
    resources,
    detail,
  };
}
