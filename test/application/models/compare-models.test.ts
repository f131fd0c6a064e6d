import { describe, expect, it } from 'vitest';
import { promoteModel } from '#application/models/change-champion.ts';
import { compareModels } from '#application/models/compare-models.ts';
import { registerModels } from '#application/models/register-models.ts';
import { scoreServices } from '#application/score-services.ts';
import { judgeShard } from '#application/scoring/judge-shard.ts';
import { readShard } from '#application/scoring/read-shard.ts';
import type { SignalName } from '#domain/signal/signal.ts';
import { CHECKOUT, feedback, minute } from '../../builders.ts';
import { makeObserveWorld, type ObserveWorld, steadyModel } from '../observe-world.ts';

const SHARD = { serviceIds: [CHECKOUT] };
type Values = Partial<Record<SignalName, number>>;
const WELL: Values = {
  'request-count': 600,
  'latency-p50': 0.05,
  'latency-p99': 0.2,
  'healthy-targets': 4,
  'unhealthy-targets': 0,
};
const FAILING: Values = { ...WELL, 'error-count': 300 };
/** Not beyond any limit: only a model may call it odd. */
const ODD: Values = { ...WELL, 'latency-p99': 0.28 };

function publish(world: ObserveWorld, from: number, to: number, values: Values) {
  for (let each = from; each < to; each++)
    for (const [signal, value] of Object.entries(values))
      world.publish(signal as SignalName, minute(each), value);
}

function versionOf(hash: string, probability: number) {
  return { ...steadyModel(probability), info: { name: 'steady', hash, featureHash: 'any' } };
}

/** A quiet champion, and a challenger that calls everything trouble. */
async function worldOfTwo(values: Values = ODD) {
  const world = makeObserveWorld();
  const model = versionOf('hash-1', 0.05);
  const rival = versionOf('hash-2', 0.8);
  await registerModels(world, { shipped: model.info, rival: rival.info });
  publish(world, -120, 0, WELL);
  publish(world, 0, 5, values);
  world.clock.advance(5 * 60);
  return { ...world, model, rival };
}

const stateOf = async (world: ObserveWorld) => ({
  records: await world.health.list(CHECKOUT, minute(-400), minute(60)),
  anomalies: await world.anomalies.list(CHECKOUT, minute(-400), minute(60)),
  watch: await world.watches.load(CHECKOUT),
  published: world.published,
});

describe('the shadow comparison', () => {
  it('asks the challenger of the very same rows, and writes down what it would have said', async () => {
    const world = await worldOfTwo();
    const asked: number[][] = [];
    const listening = (model: ReturnType<typeof versionOf>) => ({
      ...model,
      score: (features: Float32Array, rowCount: number) => {
        asked.push([...features]);
        return model.score(features, rowCount);
      },
    });

    await scoreServices({ ...world, model: listening(world.model), rival: listening(world.rival) }, SHARD);

    const tally = await world.models.findTally('steady', CHECKOUT);
    expect(asked[1]).toEqual(asked[0]);
    expect(tally).toMatchObject({ champion: 'hash-1', challenger: 'hash-2', comparedTo: minute(4) });
    expect(tally?.sides.challenger.episodes).toEqual([
      expect.objectContaining({ peak: expect.closeTo(0.8) }),
    ]);
    expect(tally?.sides.champion.episodes).toEqual([]);
  });

  it('never touches health, anomalies, watches or what is told', async () => {
    const alone = await worldOfTwo(FAILING);
    const beside = await worldOfTwo(FAILING);

    await scoreServices({ ...alone, rival: undefined }, SHARD);
    await scoreServices(beside, SHARD);

    expect((await stateOf(beside)).anomalies.length).toBeGreaterThan(0);
    expect(await stateOf(beside)).toEqual(await stateOf(alone));
  });

  it('disturbs nothing when the challenger fails', async () => {
    const world = await worldOfTwo(FAILING);
    const broken = { ...world.rival, score: async () => Promise.reject(new Error('out of memory')) };

    const answer = await scoreServices({ ...world, rival: broken }, SHARD);

    expect(answer.anomalies).toBeGreaterThan(0);
    expect(world.lines.join()).toContain('out of memory');
    expect(await world.models.findTally('steady', CHECKOUT)).toBeUndefined();
  });

  it('takes no minute in twice', async () => {
    const world = await worldOfTwo();
    const verdicts = await judgeShard(world, await readShard(world, SHARD));

    await compareModels(world, verdicts, world.rival);
    const first = await world.models.findTally('steady', CHECKOUT);
    await compareModels(world, verdicts, world.rival);

    expect(await world.models.findTally('steady', CHECKOUT)).toEqual(first);
  });

  it('writes its tally again when another scorer was faster', async () => {
    const world = await worldOfTwo();
    const verdicts = await judgeShard(world, await readShard(world, SHARD));

    await Promise.all([1, 2].map(() => compareModels(world, verdicts, world.rival)));

    expect(await world.models.findTally('steady', CHECKOUT)).toMatchObject({ version: 1, minutes: 360 });
  });

  it('lets the other version decide from the moment on when it is promoted', async () => {
    const world = await worldOfTwo();
    await promoteModel(world, { name: 'steady', hash: 'hash-2', by: 'ana', reason: 'it won' });

    await scoreServices(world, SHARD);

    const [anomaly] = await world.anomalies.list(CHECKOUT, minute(0), minute(10));
    expect(anomaly).toMatchObject({ modelHash: 'hash-2', isFallback: false });
    expect(await world.models.findTally('steady', CHECKOUT)).toBeUndefined();
  });

  it('counts every day what the champion says, with or without a challenger', async () => {
    const world = await worldOfTwo();

    await scoreServices({ ...world, rival: undefined }, SHARD);

    const [today] = await world.models.opinions('hash-1');
    expect(today).toMatchObject({ day: '2026-11-23' });
    expect(today?.counts[5]).toBe(0);
    expect(today?.counts[4]).toBeGreaterThan(100);
  });

  it('counts nothing where thresholds judged alone', async () => {
    const world = await worldOfTwo();

    await scoreServices({ ...world, model: undefined }, SHARD);

    expect(await world.models.opinions('hash-1')).toEqual([]);
  });
});

describe('what people say of incidents', () => {
  it('makes the same oddity harder to alarm about', async () => {
    const usual = await worldOfTwo();
    const tolerant = await worldOfTwo();
    const judgement = { verdict: 'false-alarm', indicator: 'latency-p99' } as const;
    for (const each of ['a', 'b', 'c', 'd', 'e'])
      await tolerant.feedback.put(feedback({ ...judgement, incidentId: `inc-${each}` as never }));

    const before = await scoreServices({ ...usual, model: usual.rival, rival: undefined }, SHARD);
    const after = await scoreServices({ ...tolerant, model: tolerant.rival, rival: undefined }, SHARD);

    expect(before.anomalies).toBeGreaterThan(0);
    expect(after.anomalies).toBe(0);
  });

  it('hides no outage', async () => {
    const world = await worldOfTwo(FAILING);
    for (const each of ['a', 'b', 'c', 'd', 'e'])
      await world.feedback.put(feedback({ verdict: 'false-alarm', incidentId: `inc-${each}` as never }));

    const { anomalies } = await scoreServices(world, SHARD);

    expect(anomalies).toBeGreaterThan(0);
  });
});
