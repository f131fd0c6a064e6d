import { describe, expect, it } from 'vitest';
import { judgeIncident } from '#application/judge-incident.ts';
import { registerModels } from '#application/models/register-models.ts';
import { reviewModels } from '#application/models/review-models.ts';
import { openIncident } from '#application/open-incident.ts';
import { planPolls } from '#application/plan-polls.ts';
import { readPulse } from '#application/views/read-pulse.ts';
import { ServiceId, secondsAfter } from '#domain/ids.ts';
import type { ShadowTally } from '#domain/model/shadow-tally.ts';
import {
  anomaly,
  attempt,
  CHECKOUT,
  evidence,
  healthRecord,
  incident,
  minute,
  modelRecord,
  modelVersion,
  NOON,
  outcome,
  service,
  settings,
  shadowTally,
} from '../../builders.ts';
import { makeObserveWorld, type ObserveWorld } from '../observe-world.ts';

const SHIPPED = { name: 'steady', hash: 'hash-1', featureHash: 'features-1' };
const RIVAL = { ...SHIPPED, hash: 'hash-2' };
const HOUR = 3600;
const DAY = 24 * HOUR;

async function worldInTrial(autoPromote = true) {
  const world = makeObserveWorld({
    settings: { learning: { ...settings().learning, autoPromote } },
  });
  await registerModels(world, { shipped: SHIPPED, rival: RIVAL });
  return world;
}

/** So many incidents, an hour apart, that were mended and of which the sides had said so much. */
async function live(world: ObserveWorld, count: number, said: { champion: number; challenger: number }) {
  let tally: ShadowTally | undefined;
  for (let index = 0; index < count; index++) {
    const openedAt = secondsAfter(world.clock.now(), 60);
    world.clock.advance(HOUR);
    const closedAt = secondsAfter(openedAt, 600);
    const one = incident({ openedAt, closedAt, lastAnomalyAt: openedAt, state: 'resolved' });
    const { incidentId } = one;
    await world.incidents.create(one);
    await world.outcomes.put(outcome({ incidentId, at: closedAt, attempts: [attempt()] }));
    const kept = { incidentId, said: { ...said, thresholds: 1 } };
    tally = await addCase(world, tally, kept);
  }
}

async function addCase(
  world: ObserveWorld,
  seen: ShadowTally | undefined,
  kept: ShadowTally['cases'][number],
) {
  const before = seen ?? shadowTally({ modelName: 'steady', settledTo: secondsAfter(NOON, 90 * DAY) });
  const next = { ...before, version: before.version + 1, cases: [...before.cases, kept] };
  await world.models.replaceTally(next, seen);
  return next;
}

async function audited(world: ObserveWorld) {
  return (await world.audit.read(1, 100)).map(({ record }) => `${record.event} ${record.subject}`);
}

async function roles(world: ObserveWorld) {
  const versions = (await world.models.find('steady'))?.versions ?? [];
  return Object.fromEntries(versions.map(({ hash, role }) => [hash, role]));
}

describe('the review of models', () => {
  it('promotes a challenger that has won, where the settings let it', async () => {
    const world = await worldInTrial();
    await live(world, 20, { champion: 0.5, challenger: 0.9 });

    await reviewModels(world);

    expect(await roles(world)).toEqual({ 'hash-1': 'retired', 'hash-2': 'champion' });
    expect(await audited(world)).toContain('model-promoted steady@hash-2');
    expect((await world.models.find('steady'))?.versions[0]?.reason).toContain('It has won');
  });

  it('only says so by default', async () => {
    const world = await worldInTrial(settings().learning.autoPromote);
    await live(world, 20, { champion: 0.5, challenger: 0.9 });

    await reviewModels(world);

    expect(await roles(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'challenger' });
    expect((await world.models.find('steady'))?.trial).toMatchObject({ verdict: 'won', better: 20 });
  });

  it('promotes nothing before there are enough incidents', async () => {
    const world = await worldInTrial();
    await live(world, 5, { champion: 0.5, challenger: 0.9 });

    await reviewModels(world);

    expect(await roles(world)).toMatchObject({ 'hash-2': 'challenger' });
    expect((await world.models.find('steady'))?.trial).toMatchObject({ verdict: 'undecided', labelled: 5 });
    expect((await world.models.find('steady'))?.retraining).toMatchObject({ reason: 'trial-runs' });
  });

  it('ends the trial of a challenger that has lost, or had its time', async () => {
    const lost = await worldInTrial();
    await live(lost, 20, { champion: 0.9, challenger: 0.5 });
    const late = await worldInTrial();
    late.clock.advance(90 * DAY);

    for (const world of [lost, late]) await reviewModels(world);

    expect(await roles(lost)).toEqual({ 'hash-1': 'champion', 'hash-2': 'retired' });
    expect(await roles(late)).toEqual({ 'hash-1': 'champion', 'hash-2': 'retired' });
    expect(await audited(lost)).toContain('model-retired steady@hash-2');
  });

  it('leaves out what was said of other versions, and of incidents that are forgotten', async () => {
    const world = await worldInTrial();
    await live(world, 1, { champion: 0.5, challenger: 0.9 });
    const seen = await world.models.findTally('steady', CHECKOUT);
    const forgotten = {
      incidentId: incident({ openedAt: minute(-9) }).incidentId,
      said: { champion: 0, challenger: 1, thresholds: 0 },
    };
    await addCase(world, seen, forgotten);
    await reviewModels(world);
    const before = (await world.models.find('steady'))?.trial;

    const tally = await world.models.findTally('steady', CHECKOUT);
    await world.models.replaceTally({ ...shadowTally(), ...tally, version: 99, challenger: 'hash-0' }, tally);
    world.clock.advance(HOUR);
    await reviewModels(world);

    expect(before).toMatchObject({ labelled: 1 });
    expect((await world.models.find('steady'))?.trial).toMatchObject({ labelled: 0 });
  });

  it('looks at a model once an hour, and at none when models are switched off', async () => {
    const world = await worldInTrial();
    await reviewModels(world);
    world.clock.advance(HOUR - 1);
    await reviewModels(world);
    const early = (await world.models.find('steady'))?.reviewedAt;
    world.switchOff('self_healing.ml_models');
    world.clock.advance(1);
    await reviewModels(world);

    expect(early).toBe(NOON);
    expect((await world.models.find('steady'))?.reviewedAt).toBe(NOON);
  });

  it('is part of the tick, which goes on when it fails', async () => {
    const world = await worldInTrial();
    await planPolls(world);
    const reviewedAt = (await world.models.find('steady'))?.reviewedAt;
    world.clock.advance(HOUR);

    const fail = async () => Promise.reject(new Error('no incidents today'));
    const answer = await planPolls({ ...world, outcomes: { ...world.outcomes, listSince: fail } });

    expect(reviewedAt).toBe(NOON);
    expect(answer.outcome).toBe('planned');
    expect(world.lines.join()).toContain('no incidents today');
  });

  it('goes on with the next model when it fails of one', async () => {
    const world = makeObserveWorld();
    for (const name of ['failure-boosting', 'forecast-mixer'])
      await registerModels(world, { shipped: { ...SHIPPED, name }, rival: undefined });
    const fail = () => Promise.reject(new Error('no scores today'));

    await reviewModels({ ...world, predictions: { ...world.predictions, scoresSince: fail } });

    expect((await world.models.find('failure-boosting'))?.reviewedAt).toBeUndefined();
    expect((await world.models.find('forecast-mixer'))?.reviewedAt).toBe(NOON);
    expect(world.lines.join()).toContain('no scores today');
  });

  it('lets one of two reviewers decide', async () => {
    const world = await worldInTrial();
    await live(world, 20, { champion: 0.5, challenger: 0.9 });

    await Promise.all([reviewModels(world), reviewModels(world)]);

    expect((await audited(world)).filter((line) => line.startsWith('model-promoted'))).toHaveLength(1);
  });

  it('passes over a model without a champion', async () => {
    const world = makeObserveWorld();
    await world.models.replace(modelRecord({ versions: [modelVersion({ role: 'retired' })] }), undefined);

    await reviewModels(world);

    expect((await world.models.find('anomaly-boosting'))?.reviewedAt).toBeUndefined();
  });

  it('asks for training when enough incidents are labelled, once', async () => {
    const world = makeObserveWorld({
      settings: { learning: { retrainAfterSamples: 10, autoRetrain: false, autoPromote: false } },
    });
    await registerModels(world, { shipped: SHIPPED, rival: undefined });
    await live(world, 10, { champion: 0.9, challenger: 0 });

    await reviewModels(world);
    world.clock.advance(HOUR);
    await reviewModels(world);

    const record = await world.models.find('steady');
    expect(record?.retraining).toMatchObject({ isDue: true, reason: 'new-labels' });
    expect(record?.accuracy).toEqual([
      { month: '2026-11', labelled: 10, confirmed: 10, brier: expect.closeTo(0.03 ** 2) },
    ]);
    expect(await audited(world)).toEqual(['retraining-decided steady']);
    expect(world.lines.join()).toContain('retraining-due');
    expect(world.published.filter(({ type }) => type === 'retraining-asked')).toEqual([]);
  });

  it('asks for the training itself where the settings let it, and again only a week later', async () => {
    const world = makeObserveWorld({
      settings: { learning: { retrainAfterSamples: 10, autoRetrain: true, autoPromote: false } },
    });
    await registerModels(world, { shipped: SHIPPED, rival: undefined });
    await live(world, 10, { champion: 0.9, challenger: 0 });
    const asked = () => world.published.filter(({ type }) => type === 'retraining-asked').length;

    await reviewModels(world);
    const first = asked();
    world.clock.advance(DAY);
    await reviewModels(world);
    const soonAfter = asked();
    world.clock.advance(7 * DAY);
    await reviewModels(world);

    expect([first, soonAfter, asked()]).toEqual([1, 1, 2]);
    expect(await audited(world)).toEqual([
      'retraining-decided steady',
      'retraining-started steady',
      'retraining-started steady',
    ]);
  });

  it('keeps only the months of a model that judges no incidents, and those by its own keeper', async () => {
    const world = makeObserveWorld();
    const other = { ...SHIPPED, name: 'failure-boosting' };
    await registerModels(world, { shipped: other, rival: undefined, isTried: false });
    await live(world, 3, { champion: 0.9, challenger: 0 });
    await registerModels(world, {
      shipped: { ...other, name: 'error-class' },
      rival: undefined,
      isTried: false,
    });
    const tally = { bin1: 4, said1: 0.5, happened1: 1, squared2: 0.8 };
    await world.predictions.addScores({ day: '2026-11-23', tally });

    await reviewModels(world);

    expect(await world.models.find('error-class')).toMatchObject({
      reviewedAt: expect.any(Number),
      accuracy: [],
    });
    const record = await world.models.find('failure-boosting');
    expect(record?.accuracy).toEqual([
      { month: '2026-11', labelled: 4, confirmed: 1, brier: expect.closeTo(0.2) },
    ]);
    expect(record?.drift).toEqual({ grade: 'none', summary: 'Too few days with warnings to judge it by' });
    expect(record?.retraining).toBeUndefined();
  });
});

describe('a drifted model', () => {
  /** Twelve incidents of which the model was sure, and people were not. */
  async function driftedWorld() {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: undefined });
    const { modelScore: _, ...unscored } = evidence();
    for (let index = 0; index < 12; index++) {
      const openedAt = secondsAfter(NOON, index * HOUR);
      const bare = incident({ openedAt, evidence: { [CHECKOUT]: index === 0 ? [unscored] : [evidence()] } });
      await world.incidents.create({ ...bare, state: 'escalated', closedAt: secondsAfter(openedAt, 60) });
      await judgeIncident(world, { incidentId: bare.incidentId, verdict: 'false-alarm', by: 'ana' });
    }
    world.clock.advance(12 * HOUR);
    await reviewModels(world);
    return world;
  }

  it('is found by what people say of the incidents that it was sure of', async () => {
    const world = await driftedWorld();

    const record = await world.models.find('steady');
    expect(record?.drift).toMatchObject({ grade: 'drifted', confirmed: 0, expected: expect.closeTo(0.97) });
    expect(record?.retraining).toMatchObject({ isDue: true, reason: 'drift' });
  });

  it('is told by the pulse', async () => {
    const world = await driftedWorld();
    await world.pulse.beat({ lastTickAt: world.clock.now(), servicesDue: 0 });
    const stopSwitch = {
      ...world.stopSwitch,
      read: async () => ({ isEngaged: false, by: '', reason: '', at: NOON }),
    };

    const pulse = await readPulse({ ...world, stopSwitch });

    expect(pulse).toMatchObject({ state: 'impaired', model: { drifted: ['steady'] } });
    expect(pulse.summary).toContain('steady has drifted');
  });

  it('still opens incidents, but nothing automatic follows from them', async () => {
    const drifted = await driftedWorld();
    const sound = makeObserveWorld({ settings: { services: [service()] } });
    const found = (world: ObserveWorld) => anomaly({ at: world.clock.now(), isFallback: false });

    const flags = [];
    for (const world of [drifted, sound]) {
      // By then the alarm budget has forgotten the false pages that told of the drift.
      world.clock.advance(60 * DAY);
      await world.health.put(healthRecord({ at: world.clock.now() }));
      await openIncident(world, found(world));
      flags.push((await world.incidents.listOpen()).map(({ isFallback }) => isFallback));
    }

    expect(flags).toEqual([[true], [false]]);
  });
});

describe('a judgement of people', () => {
  it('is kept with who, when and what it was about, on the audit log and the timeline', async () => {
    const world = makeObserveWorld();
    const judged = incident();
    await world.incidents.create(judged);
    const { incidentId } = judged;

    await judgeIncident(world, { incidentId, verdict: 'useful', by: 'ana' });
    const answer = await judgeIncident(world, {
      incidentId,
      verdict: 'false-alarm',
      by: 'ben',
      note: 'a load test',
    });

    expect(answer).toMatchObject({ ok: true });
    expect(await world.feedback.find(incidentId)).toEqual({
      incidentId,
      verdict: 'false-alarm',
      by: 'ben',
      at: NOON,
      serviceId: CHECKOUT,
      indicator: 'error-share',
      note: 'a load test',
    });
    expect(await audited(world)).toHaveLength(2);
    expect((await world.incidents.timeline(incidentId)).map(({ summary }) => summary)).toEqual([
      'ana judged it useful',
      'ben judged it false-alarm: a load test',
    ]);
  });

  it('is about no indicator when a person had asked for the recovery', async () => {
    const world = makeObserveWorld();
    const asked = incident({ serviceId: ServiceId.parse('cart'), evidence: {} });
    await world.incidents.create(asked);

    const answer = await judgeIncident(world, { incidentId: asked.incidentId, verdict: 'useful', by: 'ana' });

    expect(answer.ok && answer.value.indicator).toBeUndefined();
  });

  it('is refused for an incident that there is not', async () => {
    const world = makeObserveWorld();

    const answer = await judgeIncident(world, {
      incidentId: incident().incidentId,
      verdict: 'useful',
      by: 'ana',
    });

    expect(answer).toMatchObject({ ok: false, refusal: { reason: 'not-found' } });
  });
});
