// The trial of the failure model: heard at every prediction, written down, scored by what came, and decided by nothing else.

import { describe, expect, it } from 'vitest';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import { registerModels } from '#application/models/register-models.ts';
import { reviewModels } from '#application/models/review-models.ts';
import { openIncident } from '#application/open-incident.ts';
import type { FailureModel } from '#application/ports/foresight.ts';
import { predictFailures } from '#application/predict-failures.ts';
import { readPulse } from '#application/views/read-pulse.ts';
import {
  anomaly,
  CHECKOUT,
  change,
  evidence,
  healthRecord,
  incident,
  minute,
  NOON,
  pollState,
  settings,
  trialBlock,
  trialLedger,
} from '../builders.ts';
import { steadyFailureModel } from '../foresight.ts';
import { makeObserveWorld } from './observe-world.ts';

const NAME = 'failure-boosting';
const TICK = 300;
type Chances = Parameters<typeof steadyFailureModel>[0];

function versionOf(hash: string, chances: Chances): FailureModel {
  const { model, parameters } = steadyFailureModel(chances);
  return { parameters, model: { ...model, info: { name: NAME, hash, featureHash: 'any' } } };
}

const CHAMPION = versionOf('hash-1', [0, 0.01, 0.1, 0.2]);
const CHALLENGER = versionOf('hash-2', [0.3, 0.6, 0.8, 0.9]);

async function worldInTrial(challenger = CHALLENGER, autoPromote = true) {
  const world = {
    ...makeObserveWorld({ settings: { learning: { ...settings().learning, autoPromote } } }),
    failureModel: CHAMPION,
    failureRivals: [challenger],
  };
  await registerModels(world, { shipped: CHAMPION.model.info, rival: challenger.model.info });
  await world.polls.put(pollState({ tier: 'watch', tierUntil: minute(600) }));
  for (let each = -120; each < 0; each += 5) world.publish('memory', minute(each), 60);
  return world;
}

type World = Awaited<ReturnType<typeof worldInTrial>>;

async function passTick(world: World, memory = 60) {
  world.publish('memory', world.clock.now(), memory);
  world.clock.advance(TICK);
}

/** An hour and a quarter, in which memory passes its limit after 25 minutes. */
async function passCrossing(world: World) {
  for (let tick = 0; tick < 15; tick++) {
    await predictFailures(world);
    await passTick(world, tick === 4 ? 96 : 60);
  }
}

async function rolesIn(world: World) {
  const versions = (await world.models.find(NAME))?.versions ?? [];
  return Object.fromEntries(versions.map(({ hash, role }) => [hash, role]));
}

describe('a challenger of the failure model', () => {
  it('is asked of the very same rows, and its answer is kept beside the prediction', async () => {
    const rows: string[] = [];
    const listening = (version: FailureModel): FailureModel => ({
      ...version,
      model: {
        ...version.model,
        evaluate: (features, count) => {
          rows.push(features.join());
          return version.model.evaluate(features, count);
        },
      },
    });
    const world = {
      ...(await worldInTrial()),
      failureModel: listening(CHAMPION),
      failureRivals: [listening(CHALLENGER)],
    };

    await predictFailures(world);

    expect(rows).toHaveLength(2);
    expect(rows[0]).toBe(rows[1]);
    const [made] = await world.predictions.list(CHECKOUT, minute(-1), minute(1));
    expect(made).toMatchObject({ modelHash: 'hash-1', shadow: { modelHash: 'hash-2' } });
    expect(made?.said.within[2]).toBeCloseTo(0.1);
    expect(made?.shadow?.said.within[2]).toBeCloseTo(0.8);
  });

  it('changes nothing that is shown or follows', async () => {
    const [beside, alone] = [await worldInTrial(), { ...(await worldInTrial()), failureRivals: [] }];

    for (const world of [beside, alone]) await passCrossing(world);

    const seen = async (world: World) => ({
      outlook: await world.predictions.findOutlook(CHECKOUT),
      anomalies: await world.anomalies.list(CHECKOUT, minute(-1), minute(100)),
      published: world.published,
      scores: await world.predictions.scoresSince('2026-01-01'),
    });
    expect(await seen(beside)).toEqual(await seen(alone));
    expect(JSON.stringify((await seen(beside)).outlook)).not.toContain('hash-2');
  });

  it('is scored by the same outcomes, by the day of the service', async () => {
    const world = await worldInTrial();

    await passCrossing(world);

    const ledger = await world.models.findLedger(NAME, CHECKOUT);
    expect(ledger).toMatchObject({ champion: 'hash-1', challenger: 'hash-2' });
    const [block, ...others] = ledger?.blocks ?? [];
    expect(others).toEqual([]);
    // Of the two moments whose hour is over the crossing came within half an hour of both.
    expect(block).toMatchObject({
      id: '2026-11-23',
      cases: 2,
      telling: 2,
      champion: { found: 0, missed: 2, falseAlarms: 0 },
      challenger: { found: 2, missed: 0, falseAlarms: 0 },
    });
    expect(block?.champion.loss).toBeCloseTo(2 * 0.81);
    expect(block?.challenger.loss).toBeCloseTo(2 * 0.04);
  });

  it('is not scored of what somebody intervened in', async () => {
    const world = await worldInTrial();
    await world.changes.put(change({ at: minute(20), by: 'fleetmedic' }));

    await passCrossing(world);

    expect(await world.models.findLedger(NAME, CHECKOUT)).toBeUndefined();
  });

  it('is not scored of what an earlier pair said, nor after its trial', async () => {
    const world = await worldInTrial();
    await passCrossing(world);
    const before = await world.models.findLedger(NAME, CHECKOUT);

    await promoteModel(world, { name: NAME, hash: 'hash-2', by: 'ana', reason: 'it won' });
    await predictFailures(world);
    const third = versionOf('hash-3', [0, 0, 0, 0]);
    await registerModels(world, {
      shipped: CHAMPION.model.info,
      rival: third.model.info,
      spares: [CHALLENGER.model.info],
    });
    await passTick(world);
    await predictFailures({ ...world, failureRivals: [CHALLENGER, third] });

    expect(await world.models.findLedger(NAME, CHECKOUT)).toEqual(before);
  });

  it('that fails is only noted in the log', async () => {
    const broken = {
      ...CHALLENGER,
      model: { ...CHALLENGER.model, evaluate: () => Promise.reject(new Error('no memory')) },
    };
    const world = await worldInTrial(broken);

    const answer = await predictFailures(world);

    expect(answer.predictions).toBe(1);
    expect((await world.predictions.list(CHECKOUT, minute(-1), minute(1)))[0]?.shadow).toBeUndefined();
    expect(world.lines.join()).toContain('no memory');
  });

  it('is no reason to fail when its ledger cannot be written', async () => {
    const world = await worldInTrial();
    const models = { ...world.models, replaceLedger: () => Promise.reject(new Error('no table')) };

    await passCrossing({ ...world, models });

    expect(world.lines.join()).toContain('no table');
    expect((await world.predictions.scoresSince('2026-01-01'))[0]?.tally).toMatchObject({ misses: 2 });
  });

  it('is noted again when another writer was faster', async () => {
    const world = await worldInTrial();
    let refusals = 2;
    const replaceLedger: typeof world.models.replaceLedger = async (next, seen) =>
      refusals-- > 0 ? false : world.models.replaceLedger(next, seen);

    await passCrossing({ ...world, models: { ...world.models, replaceLedger } });

    expect((await world.models.findLedger(NAME, CHECKOUT))?.blocks).toMatchObject([{ cases: 2 }]);
  });

  it('speaks when it is promoted, and no more when it is taken back', async () => {
    const world = await worldInTrial();
    const asked = { name: NAME, hash: 'hash-2', by: 'ana', reason: 'it won' };
    const speaker = async () => {
      await predictFailures(world);
      await passTick(world);
      return (await world.predictions.findOutlook(CHECKOUT))?.predictions[0]?.modelHash;
    };

    const before = await speaker();
    await promoteModel(world, asked);
    const promoted = await speaker();
    await takeBackModel(world, asked);

    expect([before, promoted, await speaker()]).toEqual(['hash-1', 'hash-2', 'hash-1']);
  });
});

describe('the review of the failure model', () => {
  const blocks = (count: number) =>
    Array.from({ length: count }, (_, day) => trialBlock({ id: `day ${day}` }));

  it('promotes a challenger that has won by what came, where the settings let it', async () => {
    const world = await worldInTrial();
    await world.models.replaceLedger(trialLedger({ blocks: blocks(20) }), undefined);

    await reviewModels(world);

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'retired', 'hash-2': 'champion' });
    const [promoted] = (await world.audit.read(1, 100)).slice(-1);
    expect(promoted?.record).toMatchObject({ event: 'model-promoted', subject: `${NAME}@hash-2` });
  });

  it('only says so by default, and nothing on too little or of another pair', async () => {
    const won = await worldInTrial(CHALLENGER, false);
    await won.models.replaceLedger(trialLedger({ blocks: blocks(20) }), undefined);
    const few = await worldInTrial();
    await few.models.replaceLedger(trialLedger({ blocks: blocks(19) }), undefined);
    const other = await worldInTrial();
    await other.models.replaceLedger(trialLedger({ champion: 'hash-0', blocks: blocks(20) }), undefined);
    const none = await worldInTrial();

    for (const world of [won, few, other, none]) await reviewModels(world);

    const standings = await Promise.all([won, few, other, none].map((world) => world.models.find(NAME)));
    expect(standings.map((record) => record?.trial)).toMatchObject([
      { verdict: 'won', labelled: 20, better: 20 },
      { verdict: 'undecided', labelled: 19 },
      { verdict: 'undecided', labelled: 0 },
      { verdict: 'undecided', labelled: 0 },
    ]);
    expect(standings[0]?.trial?.summary).toContain('days of services with a warning or a crossing');
    expect(await rolesIn(won)).toMatchObject({ 'hash-2': 'challenger' });
  });
});

describe('a failure model that is surer than right', () => {
  /** Twenty days on which eight of ten warnings said nothing that came. */
  async function driftedWorld() {
    const world = await worldInTrial();
    for (let day = 1; day <= 20; day++) {
      world.clock.advance(86_400);
      const date = new Date(world.clock.now()).toISOString().slice(0, 10);
      await world.predictions.addScores({ day: date, tally: { bin8: 10, said8: 8.5, happened8: 1 } });
    }
    await reviewModels(world);
    await world.health.put(healthRecord({ at: world.clock.now() }));
    return world;
  }

  const foretold = (world: World) =>
    anomaly({
      at: world.clock.now(),
      isFallback: false,
      evidence: [{ ...evidence({ indicator: 'memory' }), detectors: ['prediction'] }],
    });

  it('is told by the review and by the pulse', async () => {
    const world = await driftedWorld();
    await world.pulse.beat({ lastTickAt: world.clock.now(), servicesDue: 0 });
    const read = async () => ({ isEngaged: false, by: '', reason: '', at: NOON });

    const pulse = await readPulse({ ...world, stopSwitch: { ...world.stopSwitch, read } });

    expect((await world.models.find(NAME))?.drift).toMatchObject({
      grade: 'drifted',
      expected: expect.closeTo(0.85),
      confirmed: expect.closeTo(0.1),
    });
    expect(pulse.model.drifted).toEqual([NAME]);
    expect(pulse.summary).toContain('nothing automatic follows from its warnings');
  });

  it('still warns, but nothing automatic follows from an incident that it alone opened', async () => {
    const world = await driftedWorld();

    await openIncident(world, foretold(world));

    expect((await world.incidents.listOpen()).map(({ isFallback }) => isFallback)).toEqual([true]);
  });

  it('takes nothing from incidents that others opened', async () => {
    const [found, joined] = [await driftedWorld(), await driftedWorld()];
    await openIncident(found, anomaly({ at: found.clock.now(), isFallback: false }));
    await joined.incidents.create(
      incident({ openedAt: joined.clock.now(), lastAnomalyAt: joined.clock.now(), isFallback: false }),
    );
    await openIncident(joined, foretold(joined));

    for (const world of [found, joined]) {
      const [open, ...others] = await world.incidents.listOpen();
      expect(others).toEqual([]);
      expect(open?.isFallback).toBe(false);
    }
  });

  it('is not judged by what its predecessor said', async () => {
    const world = await driftedWorld();
    await promoteModel(world, { name: NAME, hash: 'hash-2', by: 'ana', reason: 'it is honest' });
    world.clock.advance(3600);

    await reviewModels(world);

    expect((await world.models.find(NAME))?.drift).toEqual({
      grade: 'none',
      summary: 'Too few days with warnings to judge it by',
    });
  });
});
