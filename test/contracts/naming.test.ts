import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildClientToken,
  buildResourceId,
  buildSeriesKey,
  metricQueriesFor,
  parameterNameOf,
  parseClientToken,
  parseResourceArn,
  parseResourceId,
  resourceArn,
} from '#contracts/naming.ts';
import { ResourceId } from '#domain/ids.ts';
import { ResourceType } from '#domain/resource/resource.ts';
import { METRIC_CATALOGUE } from '#domain/signal/metric-catalogue.ts';
import { CHECKOUT_CONFIG, CHECKOUT_ECS, OURS } from '../builders.ts';

const PLACE = { region: 'eu-central-1', accountId: '123456789012' };
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const names = fc.record({ type: fc.constantFrom(...ResourceType.options), scope: word, name: word });

describe('a resource', () => {
  it('is found again in its id, and in its ARN where that says all', () => {
    fc.assert(
      fc.property(names, (parts) => {
        const id = buildResourceId(parts);

        expect(parseResourceId(id)).toEqual(parts);
        const isInFull = !['target-group', 'rds-instance', 'sqs-queue'].includes(parts.type);
        expect(parseResourceArn(resourceArn(id, PLACE))).toBe(isInFull ? id : undefined);
      }),
    );
  });

  it.each([
    ['ecs-service/shop/checkout', 'ecs:eu-central-1:123456789012:service/shop/checkout'],
    [
      'configuration/a1b2c3d/e4f5g6h',
      'appconfig:eu-central-1:123456789012:application/a1b2c3d/configurationprofile/e4f5g6h',
    ],
    [
      'target-group/shop.50dc6c49/checkout.943f017f',
      'elasticloadbalancing:eu-central-1:123456789012:targetgroup/checkout/943f017f',
    ],
    ['lambda-alias/checkout/live', 'lambda:eu-central-1:123456789012:function:checkout:live'],
    [
      'ssm-parameter/shop/checkout:limits.json',
      'ssm:eu-central-1:123456789012:parameter/shop/checkout/limits.json',
    ],
    ['rds-instance/shop/orders', 'rds:eu-central-1:123456789012:db:orders'],
    ['sqs-queue/shop/orders', 'sqs:eu-central-1:123456789012:orders'],
  ])('is called by AWS what AWS calls it: %s', (id, arn) => {
    expect(resourceArn(ResourceId.parse(id), PLACE)).toBe(`arn:aws:${arn}`);
  });

  it.each([
    'checkout',
    'ecs-service/shop',
    'ecs-service/shop/checkout/1',
    'ecs-service//checkout',
    'pod/shop/a',
  ])('is not named by "%s"', (id) => {
    expect(() => parseResourceId(ResourceId.parse(id))).toThrow(
      `Resource id "${id}" is not <type>/<scope>/<name> with a type of ecs-service, `,
    );
  });

  it.each([
    'arn:aws:s3:::bucket',
    'arn:aws:ecs:eu-central-1:123456789012:task/shop/checkout',
    'arn:aws:ecs:eu-central-1:123456789012:service/shop',
    'nothing of the kind',
  ])('is not spoken of by %s', (arn) => {
    expect(parseResourceArn(arn)).toBeUndefined();
  });
});

describe('a parameter of SSM', () => {
  it('has its hierarchy behind colons', () => {
    const arn = 'arn:aws:ssm:eu-central-1:123456789012:parameter/shop/checkout/limits';

    const resourceId = parseResourceArn(arn);

    expect(resourceId).toBe('ssm-parameter/shop/checkout:limits');
    expect(parameterNameOf(ResourceId.parse(resourceId))).toBe('/shop/checkout/limits');
    expect(parseResourceArn(arn.replace('/shop/checkout', ''))).toBeUndefined();
  });
});

describe('the metrics of a resource', () => {
  it('are those of the catalogue, in its order, under dimensions of their own', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(60, 300), (parts, periodSeconds) => {
        const queries = metricQueriesFor(buildResourceId(parts), periodSeconds);

        const catalogue = METRIC_CATALOGUE[parts.type] ?? [];
        expect(queries.map(({ signal }) => signal)).toEqual(catalogue.map(({ signal }) => signal));
        for (const query of queries) {
          expect(query.periodSeconds).toBe(periodSeconds);
          expect(Object.values(query.dimensions).join()).toContain(parts.name);
        }
      }),
    );
  });

  it('name load balancer and target group as CloudWatch does', () => {
    const [query] = metricQueriesFor(ResourceId.parse('target-group/shop.50dc6c49/checkout.943f017f'));

    expect(query?.dimensions).toEqual({
      LoadBalancer: 'app/shop/50dc6c49',
      TargetGroup: 'targetgroup/checkout/943f017f',
    });
  });

  it('name the alias of a function, and turn its milliseconds into seconds', () => {
    const queries = metricQueriesFor(ResourceId.parse('lambda-alias/checkout/live'));

    const latency = queries.find(({ signal }) => signal === 'latency-p99');
    expect(latency).toMatchObject({
      metricName: 'Duration',
      dimensions: { FunctionName: 'checkout', Resource: 'checkout:live' },
      scale: 0.001,
    });
  });

  it('are none where nothing is published', () => {
    expect(metricQueriesFor(CHECKOUT_CONFIG)).toEqual([]);
  });

  it('have a key for each signal', () => {
    expect(buildSeriesKey(CHECKOUT_ECS, 'cpu')).toBe('ecs-service/shop/checkout#cpu');
  });
});

describe('a client token', () => {
  it('says which step of which execution made the call', () => {
    const token = buildClientToken(OURS, 'apply-1-0');

    expect(parseClientToken(token)).toEqual({ executionId: OURS, step: 'apply-1-0' });
  });

  it.each(['', 'console', '/apply-1-0', 'execution/', 'execution/step/more'])('is not "%s"', (text) => {
    expect(parseClientToken(text)).toBeUndefined();
  });
});
