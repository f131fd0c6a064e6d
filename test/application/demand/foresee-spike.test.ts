import { describe, expect, it } from 'vitest';
import { planRecovery } from '#application/plan-recovery.ts';
import { secondsAfter } from '#domain/ids.ts';
import { CHECKOUT, incident, minute } from '../../builders.ts';
import { CALM, dailySpike, makeShop, type ShopOptions } from './shop.ts';

/** A shop that has known the spike for five days, in the look before it comes again. */
function beforeTheSpike(options: Partial<ShopOptions> = {}) {
  return makeShop({ days: 5, load: dailySpike, ...options });
}

describe('a spike that is foreseen', () => {
  it('is asked capacity for, once, in the name of the forecaster', async () => {
    const shop = beforeTheSpike();

    await shop.look();
    await shop.look();

    const [asked, ...others] = await shop.deps.incidents.listOpen();
    expect(others).toEqual([]);
    expect(asked).toMatchObject({
      requestedBy: 'fleetmedic:forecast',
      requestedStrategy: 'instance-scaling',
      foreseen: { tasks: 8, confidence: 0.5 },
      isFallback: true,
      title: expect.stringMatching(/^checkout: a spike to 24\d\/s is foreseen at 1[23]:\d\d UTC$/),
    });
    expect(shop.started).toEqual([asked?.executionId]);
    expect(shop.logged).toContain('spike-foreseen');
    expect(await shop.forecast()).toMatchObject({
      spike: asked?.foreseen,
      spikeNote: 'Capacity was asked for',
      askedSpikeAt: asked?.foreseen?.spikeAt,
    });
  });

  it('is not asked for where its tasks would cost more than the service may', async () => {
    const shop = beforeTheSpike();
    const { services } = shop.currentSettings();
    shop.changeSettings({ services: services.map((each) => ({ ...each, maxAddedDollarsPerWeek: 5 })) });

    await shop.look();

    expect(await shop.deps.incidents.listOpen()).toEqual([]);
    expect((await shop.forecast()).spikeNote).toBe(
      'Its tasks would cost $16.59 a week, more than the $5 of maxAddedDollarsPerWeek',
    );
  });

  it('has the service watched more closely until it is there', async () => {
    const shop = beforeTheSpike();

    await shop.look();

    expect(await shop.deps.polls.all()).toMatchObject([{ serviceId: CHECKOUT, tier: 'watch' }]);
  });

  it('comes early enough for tasks to be warm', async () => {
    const shop = beforeTheSpike();

    await shop.look();

    const { spike, at } = await shop.forecast();
    expect(spike?.spikeAt).toBeGreaterThan(secondsAfter(at, 600));
    expect(spike?.spikeAt).toBeLessThanOrEqual(minute(60));
  });

  it('leads to a plan like any other, for as many tasks as it needs and no more than double', async () => {
    const shop = beforeTheSpike();
    await shop.live(CHECKOUT, -180, 60);
    await shop.look();
    const [asked] = await shop.deps.incidents.listOpen();
    if (!asked) throw new Error('Nothing was asked for');
    const { executionId, incidentId } = asked;

    const answer = await planRecovery(shop.deps, { executionId, incidentId, attempt: 1, revision: 0 });

    expect(answer).toMatchObject({ outcome: 'needs-approval', strategy: 'instance-scaling' });
    const [plan] = await shop.deps.plans.listOf(incidentId);
    expect(plan).toMatchObject({
      failureType: 'capacity-shortage',
      actions: [{ action: { kind: 'ecs-service/set-desired-count', desiredCount: 8 } }],
      summary: expect.stringMatching(/^Scale checkout from 4 to 8 tasks: a spike to 24\d\/s is foreseen at/),
    });
  });

  it('is only suggested where the mode lets nothing be done', async () => {
    const shop = beforeTheSpike({ settings: { mode: 'observe' } });
    await shop.live(CHECKOUT, -180, 60);
    await shop.look();
    const [asked] = await shop.deps.incidents.listOpen();
    if (!asked) throw new Error('Nothing was asked for');
    const { executionId, incidentId } = asked;

    const answer = await planRecovery(shop.deps, { executionId, incidentId, attempt: 1, revision: 0 });

    expect(answer.outcome).toBe('watch-only');
  });
});

describe('nothing is asked for', () => {
  it.each([
    ['without a spike', { load: undefined }],
    [
      'when it came only yesterday',
      { load: (at: number) => (at > minute(-24 * 60) ? dailySpike(at as never) : CALM) },
    ],
    ['when the tasks would carry it', { load: () => ({ demand: 100, cpu: 10, tasks: 4 }) }],
    ['in the first two days, in which no time of day is known', { days: 1.9 }],
    ['where nobody counts tasks', { load: (at: never) => ({ demand: dailySpike(at).demand ?? 0 }) }],
  ])('%s', async (_case, options) => {
    const shop = beforeTheSpike(options as Partial<ShopOptions>);

    await shop.look();

    expect(await shop.deps.incidents.listOpen()).toEqual([]);
    expect(await shop.forecast()).not.toHaveProperty('spike');
  });

  it('when as many tasks have run before it on earlier days', async () => {
    const prepared = (at: Parameters<typeof dailySpike>[0]) => {
      const hour = (at / 3_600_000) % 24;
      return { ...dailySpike(at), tasks: hour >= 12.5 && hour < 14 ? 9 : 4 };
    };
    const shop = beforeTheSpike({ load: prepared });

    await shop.look();

    expect(await shop.deps.incidents.listOpen()).toEqual([]);
    expect((await shop.forecast()).spikeNote).toBe(
      'As many tasks have run before it on earlier days: a schedule prepares for it',
    );
  });

  it('while healing is stopped or switched off, or somebody is at it already', async () => {
    const stopped = beforeTheSpike();
    await stopped.deps.stopSwitch.write({ isEngaged: true, by: 'ana', reason: 'a test', at: minute(0) });
    const off = beforeTheSpike();
    off.flagsOff.add('self_healing.recovery');
    const open = beforeTheSpike();
    await open.deps.incidents.create(incident());

    const notes: (string | undefined)[] = [];
    for (const shop of [stopped, off, open]) {
      await shop.look();
      notes.push((await shop.forecast()).spikeNote);
      expect(shop.started).toEqual([]);
    }

    expect(notes).toEqual([
      'All healing is stopped',
      'self_healing.recovery is switched off',
      expect.stringContaining('covers it already'),
    ]);
  });

  it('again for the same spike, after it was refused', async () => {
    const shop = beforeTheSpike();
    await shop.look();
    const [asked] = await shop.deps.incidents.listOpen();
    if (!asked) throw new Error('Nothing was asked for');
    await shop.deps.incidents.replace({ ...asked, version: 2, state: 'escalated', closedAt: minute(30) });

    await shop.look();

    expect(await shop.deps.incidents.listOpen()).toEqual([]);
    expect(shop.started).toHaveLength(1);
  });
});
