import { describe, expect, it } from 'vitest';
import type { PreviousVersion } from '#domain/resource/resource.ts';
import { configurationRollback } from '#strategies/configuration-rollback/strategy.ts';
import { pickResource } from '#strategies/resources.ts';
import {
  aliasState,
  CART_ECS,
  CHECKOUT_ALIAS,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  CHECKOUT_LIMITS,
  change,
  hypothesis,
  minute,
  parameterState,
  resourceDescription,
} from '../builders.ts';
import { situation } from './situation.ts';

const bad = (failureType: 'bad-deployment' | 'bad-configuration') => hypothesis({ failureType });
const deployment = bad('bad-deployment');

function withPrevious(changes: Partial<PreviousVersion>) {
  const previousVersion = {
    version: 'checkout:40',
    replacedAt: minute(-5),
    isRollbackSafe: true,
    ...changes,
  };
  return { hypothesis: deployment, resources: [resourceDescription({ previousVersion })] };
}

describe('a configuration rollback', () => {
  it('returns to the version before a bad deployment', () => {
    expect(configurationRollback.propose(situation({ hypothesis: deployment }))).toEqual({
      ok: true,
      value: {
        actions: [
          {
            kind: 'ecs-service/set-task-definition',
            resourceId: CHECKOUT_ECS,
            taskDefinition: 'checkout:40',
          },
        ],
        summary:
          'Roll checkout back from checkout:41 to checkout:40: it came in 5 min before the trouble began',
      },
    });
  });

  it('returns to the version before a bad configuration', () => {
    expect(configurationRollback.propose(situation({ hypothesis: bad('bad-configuration') }))).toMatchObject({
      value: {
        actions: [{ kind: 'configuration/deploy-version', resourceId: CHECKOUT_CONFIG, version: 6 }],
        summary: expect.stringContaining('from version 7 to 6'),
      },
    });
  });

  it('returns an alias to the version published before, and blames the change of the alias', () => {
    const published = { version: '11', replacedAt: minute(-5000), isRollbackSafe: true };
    const alias = resourceDescription({
      resourceId: CHECKOUT_ALIAS,
      state: aliasState(),
      previousVersion: published,
    });
    const changes = [change({ resourceId: CHECKOUT_ALIAS, kind: 'deployment', at: minute(-4) })];
    const facts = { hypothesis: deployment, resources: [...situation().resources, alias] };

    expect(configurationRollback.propose(situation({ ...facts, changes }))).toMatchObject({
      value: {
        actions: [{ kind: 'lambda-alias/set-version', resourceId: CHECKOUT_ALIAS, version: 11 }],
        summary: 'Roll checkout back from version 12 to 11: it came in 4 min before the trouble began',
      },
    });
    expect(configurationRollback.propose(situation({ ...facts, resources: [alias] }))).toMatchObject({
      refusal: { reason: 'not-indicated' },
    });
  });

  it('writes the value of a parameter again that it had before a bad configuration', () => {
    const parameter = resourceDescription({
      resourceId: CHECKOUT_LIMITS,
      state: parameterState(),
      previousVersion: {
        version: '3',
        valueDigest: 'of the value before',
        replacedAt: minute(-5),
        isRollbackSafe: true,
      },
    });

    const proposed = configurationRollback.propose(
      situation({ hypothesis: bad('bad-configuration'), resources: [parameter] }),
    );

    expect(proposed).toMatchObject({
      value: {
        actions: [
          {
            kind: 'ssm-parameter/restore-version',
            resourceId: CHECKOUT_LIMITS,
            version: 3,
            valueDigest: 'of the value before',
          },
        ],
        summary: expect.stringContaining('from version 4 to 3'),
      },
    });
  });

  it('may return past a version that came in a moment after the onset was seen', () => {
    const proposed = configurationRollback.propose(situation(withPrevious({ replacedAt: minute(2) })));

    expect(proposed).toMatchObject({ value: { summary: expect.stringContaining('it came in 0 s before') } });
  });

  it.each([
    ['no-data', 'no earlier version is known', { resources: [resourceDescription()] }],
    ['backfires', 'a migration lies in between', withPrevious({ isRollbackSafe: false })],
    ['not-indicated', 'the version came in long before', withPrevious({ replacedAt: minute(-361) })],
    ['not-indicated', 'the version came in after the onset', withPrevious({ replacedAt: minute(4) })],
    [
      'not-indicated',
      'Fleetmedic set the version itself',
      { hypothesis: deployment, changes: [change({ by: 'fleetmedic' })] },
    ],
  ] as const)('stands aside (%s) when %s', (reason, _case, overrides) => {
    expect(configurationRollback.propose(situation(overrides))).toMatchObject({
      ok: false,
      refusal: { reason },
    });
  });

  it('goes back six hours, because leaks show late', () => {
    const leak = {
      ...withPrevious({ replacedAt: minute(-300) }),
      hypothesis: hypothesis({ failureType: 'memory-leak' }),
    };

    expect(configurationRollback.propose(situation(leak)).ok).toBe(true);
    expect(
      configurationRollback.propose(situation({ ...leak, ...withPrevious({ replacedAt: minute(-361) }) })).ok,
    ).toBe(false);
  });

  it('goes back further when a person asks for it', () => {
    const asked = situation({ ...withPrevious({ replacedAt: minute(-600) }), isRequested: true });

    expect(configurationRollback.propose(asked).ok).toBe(true);
  });

  it('takes the resource that was changed where there are several', () => {
    const other = resourceDescription({ resourceId: CART_ECS });

    expect(pickResource([resourceDescription(), other], 'ecs-service', [CART_ECS])?.resourceId).toBe(
      CART_ECS,
    );
  });
});
