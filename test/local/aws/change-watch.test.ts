import { describe, expect, it } from 'vitest';
import { readChangeNotice } from '#contracts/change-notice.ts';
import { readChangedResource } from '#contracts/changed-resource.ts';
import { NotFoundError } from '#domain/errors.ts';
import { ResourceId } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import { makeChangeWatch } from '#local/aws/change-watch.ts';
import {
  aliasState,
  at,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  CHECKOUT_SCALING,
  configurationState,
  ecsState,
  NOON,
  parameterState,
  scalingState,
} from '../../builders.ts';
import { managed, PLACE } from './account.ts';

/** A watch over resources that are, one look after the other, as told; undefined cannot be read. */
function watchOver(
  resourceIds: readonly ResourceId[],
  looks: readonly Readonly<Record<string, ResourceDescription['state'] | undefined>>[],
) {
  let look = -1;
  const watch = makeChangeWatch({
    resourceIds,
    place: PLACE,
    resources: {
      async describe(resourceId) {
        const state = looks[look]?.[resourceId];
        if (!state) throw new NotFoundError('gone');
        return managed(resourceId, { state });
      },
    },
  });
  return async () => {
    look += 1;
    return watch.look(at(look * 60));
  };
}

describe('the watch over resources', () => {
  it('only learns at its first look, and is silent while nothing changes', async () => {
    const state = { [CHECKOUT_ECS]: ecsState() };
    const look = watchOver([CHECKOUT_ECS, ResourceId.parse('target-group/a/b')], [state, state]);

    expect([await look(), await look()]).toEqual([[], []]);
  });

  it('tells of a deployment as ECS would', async () => {
    const look = watchOver(
      [CHECKOUT_ECS],
      [{ [CHECKOUT_ECS]: ecsState() }, { [CHECKOUT_ECS]: ecsState({ deploymentId: 'ecs-svc/2' }) }],
    );
    await look();

    const [event, ...others] = await look();

    expect(others).toEqual([]);
    expect(event && readChangedResource(event)).toBe(CHECKOUT_ECS);
    expect(event && readChangeNotice(event)).toMatchObject({ kind: 'deployment' });
    expect(event?.time).toBe(new Date(NOON + 60_000).toISOString());
  });

  it.each([
    [[CHECKOUT_ECS], false],
    [[CHECKOUT_ECS, CHECKOUT_SCALING], true],
  ])('takes a new number of tasks of %j for the platform: %s', async (resourceIds, isByPlatform) => {
    const rest = { [CHECKOUT_SCALING]: scalingState() };
    const look = watchOver(resourceIds, [
      { ...rest, [CHECKOUT_ECS]: ecsState({ desiredCount: 4 }) },
      { ...rest, [CHECKOUT_ECS]: ecsState({ desiredCount: 6 }) },
    ]);
    await look();

    const [event] = await look();

    expect(event && readChangedResource(event)).toBe(CHECKOUT_ECS);
    expect(event && readChangeNotice(event)).toEqual({
      kind: 'scaling',
      summary: 'Scaled to 6 tasks',
      isByPlatform,
    });
  });

  it('tells of a configuration as AppConfig would, and of a version only once', async () => {
    const [old, present] = [1, 2].map((version) => ({ [CHECKOUT_CONFIG]: configurationState({ version }) }));
    const look = watchOver([CHECKOUT_CONFIG], [old ?? {}, present ?? {}, present ?? {}]);
    await look();

    const [event] = await look();

    expect(event && readChangedResource(event)).toBe(CHECKOUT_CONFIG);
    expect(event && readChangeNotice(event)).toMatchObject({ summary: 'Configuration version 2' });
    expect(await look()).toEqual([]);
  });

  it.each([
    ['lambda-alias/orders/live', aliasState({ version: 12 }), aliasState({ version: 13 }), 'version 13'],
    [
      'ssm-parameter/shop/limits',
      parameterState({ version: 4 }),
      parameterState({ version: 5 }),
      '/shop/limits',
    ],
  ])('tells of a new version of %s as AWS would', async (id, old, present, words) => {
    const look = watchOver([ResourceId.parse(id)], [{ [id]: old }, { [id]: present }]);
    await look();

    const [event] = await look();

    expect(event && readChangedResource(event)).toBe(id);
    expect(event && readChangeNotice(event)?.summary).toContain(words);
  });

  it('does not tell of the bounds of an autoscaler', async () => {
    const look = watchOver(
      [CHECKOUT_SCALING],
      [{ [CHECKOUT_SCALING]: scalingState() }, { [CHECKOUT_SCALING]: scalingState({ maxCapacity: 9 }) }],
    );
    await look();

    expect(await look()).toEqual([]);
  });

  it('takes a gap for no change, and what changed within it for one', async () => {
    const look = watchOver(
      [CHECKOUT_ECS],
      [{ [CHECKOUT_ECS]: ecsState() }, {}, { [CHECKOUT_ECS]: ecsState({ deploymentId: 'ecs-svc/2' }) }],
    );
    await look();

    expect(await look()).toEqual([]);
    expect(await look()).toHaveLength(1);
  });
});
