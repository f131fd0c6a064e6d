import { describe, expect, it } from 'vitest';
import { scoreServices } from '#application/score-services.ts';
import { judgeShard } from '#application/scoring/judge-shard.ts';
import { LATE_SECONDS, readShard } from '#application/scoring/read-shard.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Change } from '#domain/change/change.ts';
import { OwnRule } from '#domain/detection/own-rule.ts';
import { DEFAULT_DETECTION_SETTINGS, type DetectionSettings } from '#domain/detection/settings.ts';
import type { SignalName } from '#domain/signal/signal.ts';
import {
  at,
  CART,
  CART_ECS,
  CHECKOUT,
  change,
  incident,
  minute,
  NOON,
  pollState,
  service,
} from '../builders.ts';
import { MEASURED_CHECKOUT, makeObserveWorld, type ObserveWorld, steadyModel } from './observe-world.ts';

const SHARD = { serviceIds: [CHECKOUT] };
const WELL: Partial<Record<SignalName, number>> = {
  'request-count': 600,
  'latency-p50': 0.05,
  'latency-p99': 0.2,
  'healthy-targets': 4,
  'unhealthy-targets': 0,
  cpu: 40,
  memory: 50,
};
/** Half of all requests fail: strong at once, an anomaly in the second minute. */
const FAILING = { ...WELL, 'error-count': 300 };

describe('reading a shard', () => {
  it('goes back six hours for a service that was never read', async () => {
    const world = makeObserveWorld();

    const [reading] = await readShard(world, SHARD);

    expect(reading?.minutes[0]?.at).toBe(minute(-360));
    expect(reading?.seen).toBeUndefined();
  });

  it('takes the whole minutes since the last one that was judged', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -30, to: 3, values: WELL });
    world.clock.advance(90);
    await scoreServices(world, SHARD);

    world.clock.advance(120);
    const [reading] = await readShard(world, SHARD);

    expect(reading?.minutes.map((each) => each.at)).toEqual([minute(1), minute(2)]);
  });

  it('waits for a metric that comes late, and takes the minute without it when it is too late', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -30, to: 1, values: WELL });
    publish(world, { from: 1, to: 2, values: { 'request-count': 600 } });

    world.clock.advance(60 + 60 + LATE_SECONDS - 1);
    const [waiting] = await readShard(world, SHARD);
    world.clock.advance(1);
    const [late] = await readShard(world, SHARD);

    expect(waiting?.minutes.at(-1)?.at).toBe(minute(0));
    expect(late?.minutes.at(-1)).toMatchObject({ at: minute(1), requests: 600 });
    expect(late?.minutes.at(-1)?.indicators.cpu).toBeUndefined();
  });

  it('waits neither for a metric that is only published on errors, nor for one that never is', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -30, to: 0, values: FAILING });
    publish(world, { from: 0, to: 1, values: WELL });
    world.clock.advance(60);

    const [reading] = await readShard(world, SHARD);

    expect(reading?.minutes.at(-1)).toMatchObject({ at: NOON, failures: 0 });
  });

  it('teaches the baseline nothing while the service is in an incident', async () => {
    const world = makeObserveWorld();
    await world.incidents.create(incident());

    expect(await readShard(world, SHARD)).toMatchObject([{ isTeaching: false }]);
  });

  it('tells when the service was changed last, as long as that is recent', async () => {
    const world = makeObserveWorld();
    await world.changes.put(change({ at: minute(-5) }));

    const [before] = await readShard(world, SHARD);
    world.clock.advance(3600);
    const [after] = await readShard(world, SHARD);

    expect(before?.recentChangeAt).toBe(minute(-5));
    expect(after?.recentChangeAt).toBeUndefined();
  });

  it('leaves out a service that is no longer in the settings', async () => {
    const world = makeObserveWorld();

    expect(await readShard(world, { serviceIds: [CART] })).toEqual([]);
  });
});

describe('scoring a shard', () => {
  it('keeps one health record for each minute, whatever is delivered twice', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -30, to: 0, values: WELL });

    const first = await scoreServices(world, SHARD);
    const again = await scoreServices(world, SHARD);

    expect(first).toEqual({ outcome: 'scored', minutesJudged: 360, anomalies: 0 });
    expect(again).toEqual({ outcome: 'scored', minutesJudged: 0, anomalies: 0 });
    expect(await world.health.list(CHECKOUT, minute(-400), NOON)).toHaveLength(360);
    expect(await world.health.latest(CHECKOUT)).toMatchObject({ at: minute(-1), state: 'healthy' });
  });

  it('keeps every anomaly and tells of the newest', async () => {
    const world = await failingWorld();

    const answer = await scoreServices(world, SHARD);

    const anomalies = await world.anomalies.list(CHECKOUT, NOON, minute(10));
    expect(answer).toMatchObject({ minutesJudged: 3, anomalies: 2 });
    expect(anomalies.map((each) => each.at)).toEqual([minute(1), minute(2)]);
    expect(world.published).toEqual([{ type: 'anomaly-detected', anomaly: anomalies[1] }]);
    expect(anomalies[1]).toMatchObject({ modelHash: 'hash-of-steady', isFallback: false });
  });

  it('judges each service of the shard by its own minutes', async () => {
    const cart = service({ id: CART, resources: [CART_ECS] });
    const world = await failingWorld({ services: [MEASURED_CHECKOUT, cart] });

    await scoreServices(world, { serviceIds: [CART, CHECKOUT] });

    expect(await world.anomalies.list(CART, NOON, minute(10))).toEqual([]);
    expect(await world.anomalies.list(CHECKOUT, NOON, minute(10))).toHaveLength(2);
  });

  it('holds failed checks responsible as soon as the service says', async () => {
    const strict = await failingWorld({
      services: [{ ...MEASURED_CHECKOUT, maxFailuresBeforeRecovery: 1 }],
    });
    const usual = await failingWorld();

    await scoreServices(strict, SHARD);
    await scoreServices(usual, SHARD);

    expect(await minutesFailed(strict)).toEqual([minute(0), minute(1), minute(2)]);
    expect(await minutesFailed(usual)).toEqual([minute(2)]);
  });

  it('has a strange service read every minute', async () => {
    const world = await failingWorld();
    await world.polls.put(pollState({ nextPollAt: minute(8) }));

    await scoreServices(world, SHARD);

    expect(await world.polls.all()).toMatchObject([{ tier: 'watch', nextPollAt: minute(4) }]);
  });

  it('has a service read every minute whose health falls, although nothing is abnormal yet', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -360, to: -30, values: { ...WELL, 'error-count': 0 } });
    for (let each = -30; each < 0; each++)
      publish(world, { from: each, to: each + 1, values: { ...WELL, 'error-count': (each + 30) / 3 } });

    const answer = await scoreServices(world, SHARD);

    expect(answer).toMatchObject({ anomalies: 0 });
    expect(await world.health.latest(CHECKOUT)).toMatchObject({ state: 'healthy', isSliding: true });
    expect(await world.polls.all()).toMatchObject([{ serviceId: CHECKOUT, tier: 'watch' }]);
  });

  it('has a service read every minute that is odd as a whole', async () => {
    const detection = { ...DEFAULT_DETECTION_SETTINGS, oddness: 1 };
    const [usual, wary] = [makeObserveWorld(), makeObserveWorld({ settings: { detection } })];
    for (const world of [usual, wary]) {
      for (let each = -360; each < 0; each++) {
        const noise = Math.sin(each * 12.9898);
        publish(world, {
          from: each,
          to: each + 1,
          values: { ...WELL, cpu: 40 + noise, memory: 50 - noise },
        });
      }
      await world.polls.put(pollState({ tier: 'calm', tierUntil: NOON }));
      await scoreServices(world, SHARD);
    }

    expect(await usual.polls.all()).toMatchObject([{ tier: 'calm' }]);
    expect(await wary.polls.all()).toMatchObject([{ tier: 'watch' }]);
  });

  it('has a strange service read every minute that was never planned', async () => {
    const world = await failingWorld();

    await scoreServices(world, SHARD);

    expect(await world.polls.all()).toMatchObject([{ serviceId: CHECKOUT, tier: 'watch' }]);
  });

  it('leaves a service that is well to its usual times', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -360, to: 1, values: WELL });
    await scoreServices(world, SHARD);
    const planned = await world.polls.all();

    world.clock.advance(60);
    await scoreServices(world, SHARD);

    expect(await world.health.latest(CHECKOUT)).toMatchObject({ at: NOON, state: 'healthy' });
    expect(await world.polls.all()).toEqual(planned);
  });

  it('follows faster what became usual with a change', async () => {
    const unchanged = await cpuLevelAfterStep();
    const changed = await cpuLevelAfterStep([change({ at: NOON })]);

    expect(changed).toBeGreaterThan(unchanged + 1);
  });

  it('learns as fast as the settings say', async () => {
    const learning = { ...DEFAULT_DETECTION_SETTINGS.learning, rate: 0.5 };
    const usual = await cpuLevelAfterStep();
    const fast = await cpuLevelAfterStep([], { ...DEFAULT_DETECTION_SETTINGS, learning });

    expect(fast).toBeGreaterThan(usual + 1);
  });

  it('never judges a minute that was judged before', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -30, to: 0, values: WELL });
    const [reading] = await readShard(world, SHARD);
    await scoreServices(world, SHARD);
    const seen = await world.watches.load(CHECKOUT);

    const verdicts = await judgeShard(world, reading ? [{ ...reading, seen }] : []);

    expect(verdicts).toMatchObject([{ watch: seen, records: [], anomalies: [], isStrange: false }]);
  });

  it('calls a service unknown that no more is heard of', async () => {
    const world = makeObserveWorld();
    publish(world, { from: -30, to: 0, values: WELL });
    await scoreServices(world, SHARD);

    world.clock.advance(900);
    await scoreServices(world, SHARD);

    expect(await world.health.latest(CHECKOUT)).toMatchObject({ state: 'unknown' });
  });
});

describe('the model', () => {
  it('takes part, and is named in the pulse', async () => {
    const world = await failingWorld();

    await scoreServices(world, SHARD);

    expect(await world.pulse.latestModel()).toEqual({ at: at(180), isUsable: true, name: 'steady' });
    expect(world.log.totals().ModelFallbacks).toBeUndefined();
  });

  it.each([
    ['is missing', undefined, 'no model is loaded or switched on'],
    ['fails', brokenModel(), 'Error: out of memory'],
  ])('that %s is replaced by the thresholds, which say so', async (_case, model, reason) => {
    const world = { ...(await failingWorld()), model };

    await scoreServices(world, SHARD);

    const [anomaly] = await world.anomalies.list(CHECKOUT, NOON, minute(10));
    expect(anomaly?.isFallback).toBe(true);
    expect(anomaly?.modelHash).toBeUndefined();
    expect(await world.pulse.latestModel()).toMatchObject({ isUsable: false });
    expect(world.log.totals().ModelFallbacks).toBe(3);
    expect(world.lines.join()).toContain(reason);
  });

  it('is left aside while models are switched off', async () => {
    const world = await failingWorld();
    world.switchOff('self_healing.ml_models');

    await scoreServices(world, SHARD);

    expect(await world.anomalies.list(CHECKOUT, NOON, minute(10))).toMatchObject([
      { isFallback: true },
      { isFallback: true },
    ]);
  });

  it('is timed where there is a stopwatch, be it that it answers or fails', async () => {
    let reading = 0;
    const stopwatch = { milliseconds: () => (reading += 7) };
    const world = await failingWorld();
    const broken = { ...(await failingWorld()), model: brokenModel() };

    await scoreServices({ ...world, stopwatch }, SHARD);
    await scoreServices({ ...broken, stopwatch }, SHARD);

    for (const { log, pulse } of [world, broken]) {
      expect(log.totals().ModelInferenceMilliseconds).toBe(7);
      expect(await pulse.latestModel()).toMatchObject({ inferenceMs: 7 });
    }
  });

  it('is not asked when there is nothing new', async () => {
    const world = { ...makeObserveWorld(), model: brokenModel() };

    await scoreServices(world, { serviceIds: [CART] });

    expect(await world.pulse.latestModel()).toMatchObject({ isUsable: true });
  });
});

describe('a rule of ones own', () => {
  const rule = OwnRule.parse({ name: 'busy', indicator: 'cpu', above: 35, forMinutes: 5 });

  async function scoreWell(...rules: readonly OwnRule[]) {
    const world = { ...makeObserveWorld({ settings: { rules: [...rules] } }), model: steadyModel() };
    publish(world, { from: -10, to: 0, values: WELL });
    world.clock.advance(120);
    await scoreServices(world, SHARD);
    return world;
  }

  it('makes anomalies of a service that is well otherwise, and tells them', async () => {
    const world = await scoreWell(rule);

    const anomalies = await world.anomalies.list(CHECKOUT, minute(-10), NOON);
    expect(anomalies.length).toBeGreaterThan(0);
    expect(anomalies[0]?.evidence).toMatchObject([{ indicator: 'cpu', detectors: ['rule'] }]);
    expect(world.published).toMatchObject([{ type: 'anomaly-detected' }]);
  });

  it.each([
    ['being broken, if not for long enough', { ...rule, forMinutes: 60 }, true],
    ['kept', { ...rule, above: 90 }, false],
  ])('that is %s makes the service strange: %s', async (_, own, isStrange) => {
    const world = await scoreWell(own);
    publish(world, { from: 0, to: 5, values: WELL });
    world.clock.advance(300);

    const [verdict] = await judgeShard(world, await readShard(world, SHARD));

    expect(verdict?.anomalies).toEqual([]);
    expect(verdict?.isStrange).toBe(isStrange);
  });

  it('of other services leaves this one as it is', async () => {
    const world = await scoreWell({ ...rule, services: [CART] });

    expect(await world.anomalies.list(CHECKOUT, minute(-10), NOON)).toEqual([]);
  });
});

/** Checkout was well for half an hour, has been failing since noon, and it is three minutes past. */
async function failingWorld(overrides: Partial<Settings> = {}) {
  const world = { ...makeObserveWorld({ settings: overrides }), model: steadyModel() };
  publish(world, { from: -30, to: 0, values: WELL });
  publish(world, { from: 0, to: 3, values: FAILING });
  await scoreServices(world, SHARD);
  world.clock.advance(180);
  return world;
}

/** The minutes since noon whose failed checks made an anomaly. */
async function minutesFailed(world: ObserveWorld) {
  const anomalies = await world.anomalies.list(CHECKOUT, NOON, minute(10));
  return anomalies
    .filter(({ evidence }) => evidence.some(({ detectors }) => detectors.includes('failure')))
    .map((each) => each.at);
}

/** Where the baseline of the processor stands half an hour after its use rose from 40 to 52 percent. */
async function cpuLevelAfterStep(
  changes: readonly Change[] = [],
  detection: DetectionSettings = DEFAULT_DETECTION_SETTINGS,
): Promise<number> {
  const world = makeObserveWorld({ settings: { detection } });
  publish(world, { from: -180, to: 0, values: WELL });
  publish(world, { from: 0, to: 30, values: { ...WELL, cpu: 52 } });
  for (const each of changes) await world.changes.put(each);
  world.clock.advance(1800);
  await scoreServices(world, SHARD);
  return (await world.watches.load(CHECKOUT))?.series.cpu?.level ?? 0;
}

function brokenModel() {
  return { ...steadyModel(), score: () => Promise.reject(new Error('out of memory')) };
}

interface Published {
  readonly from: number;
  readonly to: number;
  readonly values: Partial<Record<SignalName, number>>;
}

/** Publishes the values for each minute after noon from one to before another. */
function publish(world: ObserveWorld, { from, to, values }: Published): void {
  for (let each = from; each < to; each++) {
    for (const [signal, value] of Object.entries(values))
      world.publish(signal as SignalName, minute(each), value);
  }
}
