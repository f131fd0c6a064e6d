import { describe, expect, it } from 'vitest';
import { NotFoundError } from '#domain/errors.ts';
import { ResourceId } from '#domain/ids.ts';
import { runAccountChecks } from '#local/aws/account-checks.ts';
import type { Account } from '#runtime/aws/account.ts';
import { CHECKOUT_ECS, NOON, service, settings } from '../../builders.ts';
import { fakeAccount, managed, refusalOf } from './account.ts';

const TARGETS = ResourceId.parse('target-group/shop.1/checkout.2');
const QUESTION = {
  settings: settings({ services: [service({ resources: [CHECKOUT_ECS, TARGETS] })] }),
  now: NOON,
};

function throwing(error: unknown) {
  return () => Promise.reject(error);
}

describe('the checks of an account', () => {
  it('are all well where everything is in order', async () => {
    const checks = await runAccountChecks(fakeAccount(), QUESTION);

    expect(checks.map(({ name, state }) => `${state} ${name}`)).toEqual([
      'OK Credentials',
      'OK ecs-service/shop/checkout',
      'OK checkout: signals',
      'OK checkout: strategies',
      'OK Tagged resources',
      'OK Quota of Lambda',
      'OK Stop switch',
    ]);
  });

  it.each([new Error('Could not load credentials'), 'no Region'])(
    'end with the credentials where there are none: %s',
    async (error) => {
      const checks = await runAccountChecks(fakeAccount({ identify: throwing(error) }), QUESTION);

      expect(checks).toMatchObject([
        { name: 'Credentials', state: 'FAIL', remedy: expect.stringContaining('AWS_REGION') },
      ]);
    },
  );

  it.each<[string, Partial<Account>, string, string]>([
    [
      CHECKOUT_ECS,
      { resources: { describe: throwing(refusalOf('ecs:DescribeServices')) } },
      'FAIL',
      'Allow ecs:DescribeServices',
    ],
    [CHECKOUT_ECS, { resources: { describe: throwing('broken line') } }, 'FAIL', 'try again'],
    [
      CHECKOUT_ECS,
      { resources: { describe: throwing(new NotFoundError('it does not exist')) } },
      'FAIL',
      'Correct its name',
    ],
    [CHECKOUT_ECS, { resources: { describe: async (id) => managed(id, { tags: {} }) } }, 'WARN', 'Tag it'],
    [
      CHECKOUT_ECS,
      { resources: { describe: async (id) => managed(id, { tags: { 'fleetmedic:deny': 'true' } }) } },
      'OK',
      '',
    ],
    [
      'Metrics',
      { metrics: { read: throwing(refusalOf('cloudwatch:GetMetricData')) } },
      'FAIL',
      'Allow cloudwatch:GetMetricData',
    ],
    [
      'checkout: signals',
      { metrics: { read: async (queries) => queries.map((query) => ({ query, points: [] })) } },
      'WARN',
      'never taken as well',
    ],
    [
      'checkout: strategies',
      { resources: { describe: async (id) => managed(id, { controller: 'code-deploy' }) } },
      'WARN',
      'people are called',
    ],
    [
      'Tagged resources',
      {
        discover: async () => [
          { resourceId: CHECKOUT_ECS, tags: {} },
          { resourceId: ResourceId.parse('ecs-service/shop/forgotten'), tags: {} },
        ],
      },
      'WARN',
      'Add them to a service',
    ],
    [
      'Tagged resources',
      { discover: throwing(refusalOf('tag:GetResources')) },
      'WARN',
      'Allow tag:GetResources',
    ],
    ['Quota of Lambda', { readConcurrencyQuota: async () => 10 }, 'WARN', 'reservedConcurrency=false'],
    [
      'Quota of Lambda',
      { readConcurrencyQuota: throwing(refusalOf('lambda:GetAccountSettings')) },
      'WARN',
      'Allow lambda:GetAccountSettings',
    ],
    [
      'Stop switch',
      { readStopSwitch: async () => ({ isEngaged: true, by: 'ann', reason: 'Migration', at: NOON }) },
      'WARN',
      'releases it',
    ],
    [
      'Stop switch',
      { readStopSwitch: throwing(new Error('ParameterNotFound: none')) },
      'WARN',
      'medic deploy',
    ],
    [
      'Stop switch',
      { readStopSwitch: throwing(refusalOf('ssm:GetParameter')) },
      'WARN',
      'Allow ssm:GetParameter',
    ],
  ])('%s: %j', async (name, overrides, state, remedy) => {
    const checks = await runAccountChecks(fakeAccount(overrides), QUESTION);

    const check = checks.find((each) => each.name === name);
    expect(check?.state).toBe(state);
    expect(check?.remedy ?? '').toContain(remedy);
  });

  it('say nothing of signals where nothing is measured', async () => {
    const external = service({ resources: [ResourceId.parse('external-dependency/bank/api')] });

    const checks = await runAccountChecks(fakeAccount(), {
      settings: settings({ services: [external] }),
      now: NOON,
    });

    expect(checks.find(({ name }) => name === 'checkout: signals')?.detail).toBe('nothing of it is measured');
  });
});
