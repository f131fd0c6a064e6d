// The trial of the forecaster: heard at every look, held against the same demand, and decided by nothing else.

import { describe, expect, it } from 'vitest';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import { registerModels } from '#application/models/register-models.ts';
import { reviewModels } from '#application/models/review-models.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { FORECAST_FEATURE_COUNT } from '#domain/forecast/forecast-features.ts';
import { POINT_FORECASTS } from '#domain/forecast/point-forecasts.ts';
import { CHECKOUT, modelRecord, modelVersion, settings, trialBlock, trialLedger } from '../../builders.ts';
import { dailySpike, makeShop } from './shop.ts';

const NAME = 'forecast-mixer';
const OUTPUTS = 16;

/** A model to which a day is like the one before, so many usual errors wide on either side. */
function yesterdayOf(hash: string, width: number): TrainedModel {
  const weights = POINT_FORECASTS.map((name) => Number(name === 'day-naive'));
  const row = [...weights, ...Array<number>(OUTPUTS - 2 - weights.length).fill(0), width, width];
  return {
    info: { name: NAME, hash, featureHash: 'any' },
    inputCount: FORECAST_FEATURE_COUNT,
    outputCount: OUTPUTS,
    evaluate: async (_features, rowCount) =>
      Float32Array.from(Array.from({ length: rowCount }, () => row).flat()),
  };
}

const CHAMPION = yesterdayOf('hash-1', 20);
const CHALLENGER = yesterdayOf('hash-2', 1);

async function shopInTrial(challenger = CHALLENGER, autoPromote = true) {
  const shop = makeShop({
    days: 5,
    load: dailySpike,
    forecaster: CHAMPION,
    forecasterRivals: [challenger],
    settings: { learning: { ...settings().learning, autoPromote } },
  });
  await registerModels(shop.deps, { shipped: CHAMPION.info, rival: challenger.info });
  return shop;
}

type Shop = Awaited<ReturnType<typeof shopInTrial>>;

const review = (shop: Shop) => reviewModels({ ...shop.deps, bus: { publish: async () => undefined } });

describe('a challenger of the forecaster', () => {
  it('forecasts the very same hours and days, and its answer is kept beside', async () => {
    const shop = await shopInTrial();

    await shop.look();

    const { tests, shadow, modelHash } = await shop.forecast();
    expect(modelHash).toBe('hash-1');
    expect(shadow).toMatchObject({ champion: 'hash-1', challenger: 'hash-2' });
    for (const horizon of ['hour', 'day'] as const) {
      expect(shadow?.tests[horizon]?.from).toBe(tests[horizon]?.from);
      expect(shadow?.tests[horizon]?.q50).toEqual(tests[horizon]?.q50);
      expect(shadow?.tests[horizon]?.q90).not.toEqual(tests[horizon]?.q90);
    }
  });

  it('changes nothing that is shown or follows', async () => {
    const [beside, alone] = [await shopInTrial(), await shopInTrial()];
    await alone.deps.models.replace(
      modelRecord({ name: NAME, version: 9 }),
      await alone.deps.models.find(NAME),
    );

    for (const shop of [beside, alone]) await shop.lookFor(3);

    const { shadow, ...shown } = await beside.forecast();
    expect(shadow).toBeDefined();
    expect(shown).toEqual(await alone.forecast());
    expect(await beside.deps.incidents.listOpen()).toEqual(await alone.deps.incidents.listOpen());
  });

  it('is held against what came, hour and day, by the day of the service', async () => {
    const shop = await shopInTrial();

    await shop.lookFor(30);

    const ledger = await shop.deps.models.findLedger(NAME, CHECKOUT);
    expect(ledger).toMatchObject({ champion: 'hash-1', challenger: 'hash-2' });
    const cases = ledger?.blocks.map((block) => [block.id, block.cases, block.telling]);
    // Every other look a forecast of the hour is over, and once one of the day.
    expect(cases).toEqual([
      ['2026-11-23', 5, 5],
      ['2026-11-24', 10, 10],
    ]);
    for (const { champion, challenger } of ledger?.blocks ?? [])
      expect(challenger.loss).toBeLessThan(champion.loss);
    expect(ledger?.blocks[0]?.champion).toMatchObject({ found: 75, missed: 0, falseAlarms: 0 });
  });

  it('that fails is only noted in the log', async () => {
    const fail = () => Promise.reject(new Error('out of memory'));
    const shop = await shopInTrial({ ...CHALLENGER, evaluate: fail });

    await shop.lookFor(4);

    expect((await shop.forecast()).shadow?.tests).toEqual({});
    expect(await shop.deps.models.findLedger(NAME, CHECKOUT)).toBeUndefined();
    expect(shop.logged).toContain('model-review-failed');
  });

  it('is compared with no simple forecasts', async () => {
    const shop = await shopInTrial();
    const fail = () => Promise.reject(new Error('out of memory'));

    await shop.lookWith({ forecaster: { ...CHAMPION, evaluate: fail } });

    expect((await shop.forecast()).shadow).toBeUndefined();
  });

  it('speaks when it is promoted, and no more when it is taken back', async () => {
    const shop = await shopInTrial();
    const asked = { name: NAME, hash: 'hash-2', by: 'ana', reason: 'it won' };
    const speaker = async () => {
      await shop.lookFor(1);
      return (await shop.forecast()).modelHash;
    };

    const before = await speaker();
    await promoteModel(shop.deps, asked);
    const promoted = await speaker();
    await takeBackModel(shop.deps, asked);

    expect([before, promoted, await speaker()]).toEqual(['hash-1', 'hash-2', 'hash-1']);
  });

  it('is promoted by the days of services on which it was nearer, where the settings let it', async () => {
    const [won, told] = [await shopInTrial(), await shopInTrial(CHALLENGER, false)];
    const blocks = Array.from({ length: 20 }, (_, day) => trialBlock({ id: `day ${day}` }));
    for (const shop of [won, told]) {
      await shop.deps.models.replaceLedger(trialLedger({ modelName: NAME, blocks }), undefined);
      await review(shop);
    }

    const champions = await Promise.all(
      [won, told].map(async ({ deps }) =>
        (await deps.models.find(NAME))?.versions.find(({ role }) => role === 'champion'),
      ),
    );
    expect(champions.map((version) => version?.hash)).toEqual(['hash-2', 'hash-1']);
    expect((await told.deps.models.find(NAME))?.trial?.summary).toContain(
      'It has won: nearer to the truth in 20',
    );
  });
});

describe('the calibration of the forecaster', () => {
  it('is what share of values lay within their intervals, of the version that spoke', async () => {
    const shop = await shopInTrial();

    await shop.lookFor(5);

    const days = await shop.deps.models.outcomesSince('hash-1', '2026-11-01');
    expect(days).toEqual([{ day: '2026-11-23', sums: { forecasts: 2, points: 30, covered: 29 } }]);
    await review(shop);
    expect((await shop.deps.models.find(NAME))?.drift?.summary).toContain('Too few forecasts');
  });

  it('leaves out services of which no time of day is known', async () => {
    const shop = makeShop({ days: 1, load: dailySpike, forecaster: CHAMPION });

    await shop.lookFor(5);

    expect(await shop.deps.models.outcomesSince('hash-1', '2026-11-01')).toEqual([]);
    expect((await shop.forecast()).scores.hour?.points).toBe(30);
  });

  it('is no matter of the forecast: when it cannot be written only the log says so', async () => {
    const shop = await shopInTrial();
    const addOutcomes = () => Promise.reject(new Error('no table'));

    for (let hour = 0; hour < 3; hour++) {
      await shop.lookWith({ models: { ...shop.deps.models, addOutcomes } });
      shop.clock.advance(3600);
    }

    expect(shop.logged).toContain('model-review-failed');
    expect((await shop.forecast()).scores.hour?.points).toBe(15);
  });

  it('is lost by a version of whose values too few lie within, and then nothing is asked on its word', async () => {
    const [drifted, sound] = [await shopInTrial(), await shopInTrial()];
    const counted = (covered: number) => ({
      day: '2026-11-22',
      sums: { forecasts: 40, points: 600, covered },
    });
    await drifted.deps.models.addOutcomes('hash-1', counted(240));
    await sound.deps.models.addOutcomes('hash-1', counted(480));

    for (const shop of [drifted, sound]) {
      await review(shop);
      await shop.look();
    }

    expect((await drifted.deps.models.find(NAME))?.drift).toMatchObject({
      grade: 'drifted',
      expected: 0.8,
      confirmed: 0.4,
    });
    expect((await drifted.forecast()).spikeNote).toContain('The forecaster has drifted');
    expect(await drifted.deps.incidents.listOpen()).toEqual([]);
    expect((await sound.deps.models.find(NAME))?.drift?.grade).toBe('none');
    expect((await sound.forecast()).spikeNote).toBe('Capacity was asked for');
  });

  it('leaves the simple forecasts to ask as they always did', async () => {
    const shop = await shopInTrial();
    const drift = { grade: 'drifted' as const, summary: 'It is surer than right' };
    const record = modelRecord({ name: NAME, version: 9, versions: [modelVersion()], drift });
    await shop.deps.models.replace(record, await shop.deps.models.find(NAME));

    await shop.lookWith({ forecaster: undefined });

    expect((await shop.forecast()).spikeNote).toBe('Capacity was asked for');
  });
});
