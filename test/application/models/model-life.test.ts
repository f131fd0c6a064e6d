import { describe, expect, it } from 'vitest';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import { chooseModels } from '#application/models/choose-models.ts';
import { registerModels } from '#application/models/register-models.ts';
import { listModels } from '#application/views/list-models.ts';
import { modelRecord, modelVersion } from '../../builders.ts';
import { makeObserveWorld, steadyModel } from '../observe-world.ts';

const SHIPPED = { name: 'steady', hash: 'hash-1', featureHash: 'features-1', quality: { 'event-f1': 0.6 } };
const RIVAL = { ...SHIPPED, hash: 'hash-2', quality: { 'event-f1': 0.7 } };
const NEWER = { ...SHIPPED, hash: 'hash-3' };
const ASKED = { name: 'steady', hash: 'hash-2', by: 'ana', reason: 'it won' };

async function rolesIn(world: ReturnType<typeof makeObserveWorld>) {
  const [record] = (await listModels(world)).models;
  return Object.fromEntries(record?.versions.map(({ hash, role }) => [hash, role]) ?? []);
}

async function auditedIn(world: ReturnType<typeof makeObserveWorld>) {
  const entries = await world.audit.read(1, 100);
  return entries.map(({ record: { event, actor, subject } }) => `${actor}: ${event} ${subject}`);
}

describe('registering what was loaded', () => {
  it('makes the shipped version the champion, without a word on the audit log', async () => {
    const world = makeObserveWorld();

    await registerModels(world, { shipped: SHIPPED, rival: undefined });
    await registerModels(world, { shipped: SHIPPED, rival: undefined });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion' });
    expect(await auditedIn(world)).toEqual([]);
    expect((await world.models.find('steady'))?.version).toBe(1);
  });

  it('tries another version that passes the quality gate', async () => {
    const world = makeObserveWorld();

    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'challenger' });
    expect(await auditedIn(world)).toEqual(['fleetmedic: model-registered steady@hash-2']);
  });

  it('says what the champion has on the series that a version was measured on', async () => {
    const world = makeObserveWorld();
    const quality = { 'event-f1': 0.35 };
    const measuredBeside = { hash: SHIPPED.hash, quality: { 'event-f1': 0.3 } };

    await registerModels(world, { shipped: SHIPPED, rival: { ...RIVAL, quality, measuredBeside } });

    expect((await world.models.find('steady'))?.versions[0]).toMatchObject({
      role: 'challenger',
      reason: expect.stringContaining('the champion has event-f1 0.3'),
    });
  });

  it('refuses one that does not, once, and says why', async () => {
    const world = makeObserveWorld();
    const worse = { ...RIVAL, quality: { 'event-f1': 0.4 } };

    await registerModels(world, { shipped: SHIPPED, rival: worse });
    await registerModels(world, { shipped: SHIPPED, rival: worse });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'refused' });
    expect(await auditedIn(world)).toEqual(['fleetmedic: model-refused steady@hash-2']);
    expect((await world.models.find('steady'))?.versions[0]?.reason).toContain('Its event-f1 is 0.4');
  });

  it('takes a version that says nothing of its quality for one without figures', async () => {
    const world = makeObserveWorld();
    const { quality: _, ...silent } = RIVAL;

    await registerModels(world, { shipped: SHIPPED, rival: silent });

    expect(await rolesIn(world)).toMatchObject({ 'hash-2': 'refused' });
  });

  it('leaves a promoted champion in its place as long as its file is there', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });
    await promoteModel(world, ASKED);

    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'retired', 'hash-2': 'champion' });
  });

  it('lets the shipped version decide when the file of the champion is gone', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: undefined });

    await registerModels(world, { shipped: NEWER, rival: undefined });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'retired', 'hash-3': 'champion' });
    expect(await auditedIn(world)).toEqual(['fleetmedic: model-registered steady@hash-3']);
  });

  it('ends the trial of a challenger whose file is gone', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });

    await registerModels(world, { shipped: SHIPPED, rival: undefined });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'retired' });
    expect(await auditedIn(world)).toContain('fleetmedic: model-retired steady@hash-2');
  });

  it('registers a version once, however many functions start at the same moment', async () => {
    const world = makeObserveWorld();

    await Promise.all([1, 2, 3].map(() => registerModels(world, { shipped: SHIPPED, rival: RIVAL })));

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'challenger' });
    expect(await auditedIn(world)).toHaveLength(1);
  });

  it('admits a rival that no tick would hear, and says that it is not tried', async () => {
    const world = makeObserveWorld();

    await registerModels(world, { shipped: SHIPPED, rival: RIVAL, isTried: false });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'admitted' });
    const record = await world.models.find('steady');
    expect(record?.isTried).toBe(false);
    expect(record?.versions[0]?.reason).toContain('it cannot be tried');
    expect(await promoteModel(world, ASKED)).toMatchObject({
      ok: false,
      refusal: { reason: 'not-a-challenger' },
    });
  });

  it('leaves a champion in its place that is at hand besides, and tries the newer one', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });
    await promoteModel(world, ASKED);

    await registerModels(world, { shipped: SHIPPED, rival: { ...RIVAL, hash: 'hash-3' }, spares: [RIVAL] });

    expect(await rolesIn(world)).toEqual({
      'hash-1': 'retired',
      'hash-2': 'champion',
      'hash-3': 'challenger',
    });
  });

  it('leaves a model without figures as it is', async () => {
    const world = makeObserveWorld();
    const { quality: _, ...silent } = SHIPPED;

    await registerModels(world, { shipped: silent, rival: undefined });
    await registerModels(world, { shipped: silent, rival: undefined });

    expect(await world.models.find('steady')).toMatchObject({ version: 1, versions: [{ quality: {} }] });
  });

  it('takes over what was measured anew of the same file', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });

    await registerModels(world, { shipped: { ...SHIPPED, quality: { 'event-f1': 0.65 } }, rival: RIVAL });

    expect((await world.models.find('steady'))?.versions).toMatchObject([
      { hash: 'hash-2', quality: RIVAL.quality },
      { hash: 'hash-1', quality: { 'event-f1': 0.65 } },
    ]);
  });

  it('tries nothing beside a record without a champion', async () => {
    const world = makeObserveWorld();
    const odd = modelRecord({
      name: 'steady',
      versions: [modelVersion({ role: 'retired', hash: 'hash-2' })],
    });
    await world.models.replace(odd, undefined);

    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });

    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'retired' });
  });
});

describe('choosing among the loaded versions', () => {
  const version = (hash: string) => ({ ...steadyModel(0.5), info: { ...SHIPPED, hash } });

  it('lets the champion decide that is at hand besides, and takes it back at once', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });
    await promoteModel(world, ASKED);
    const newest = { ...RIVAL, hash: 'hash-3' };
    await registerModels(world, { shipped: SHIPPED, rival: newest, spares: [RIVAL] });
    const loaded = { model: version('hash-1'), rival: version('hash-3'), spares: [version('hash-2')] };
    const hashes = async () => {
      const { champion, challenger } = await chooseModels({ ...world, ...loaded });
      return [champion?.info.hash, challenger?.info.hash];
    };

    const promoted = await hashes();
    await takeBackModel(world, ASKED);

    expect([promoted, await hashes()]).toEqual([
      ['hash-2', 'hash-3'],
      ['hash-1', 'hash-3'],
    ]);
  });
});

describe('a person', () => {
  it('lets a challenger decide, and takes it back', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });

    const promoted = await promoteModel(world, ASKED);
    const promotedRoles = await rolesIn(world);
    const back = await takeBackModel(world, { ...ASKED, reason: 'too loud' });

    expect([promoted.ok, back.ok]).toEqual([true, true]);
    expect(promotedRoles).toEqual({ 'hash-1': 'retired', 'hash-2': 'champion' });
    expect(await rolesIn(world)).toEqual({ 'hash-1': 'champion', 'hash-2': 'retired' });
    expect((await auditedIn(world)).slice(1)).toEqual([
      'ana: model-promoted steady@hash-2',
      'ana: model-taken-back steady@hash-2',
    ]);
  });

  it('is refused what is not possible, and nothing is written', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: undefined });

    const unknown = await promoteModel(world, { ...ASKED, name: 'none' });
    const champion = await promoteModel(world, { ...ASKED, hash: 'hash-1' });

    expect(unknown).toMatchObject({ ok: false, refusal: { reason: 'unknown-model' } });
    expect(champion).toMatchObject({ ok: false, refusal: { reason: 'not-a-challenger' } });
    expect(await auditedIn(world)).toEqual([]);
  });

  it('wins or loses against another who promotes at the same moment', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });

    const answers = await Promise.all([
      promoteModel(world, ASKED),
      promoteModel(world, { ...ASKED, by: 'ben' }),
    ]);

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await auditedIn(world)).filter((line) => line.includes('model-promoted'))).toHaveLength(1);
  });
});

describe('who decides', () => {
  const modelWith = (hash: string) => ({
    ...steadyModel(),
    info: { name: 'steady', hash, featureHash: 'features-1' },
  });
  const loaded = { model: modelWith('hash-1'), rival: modelWith('hash-2') };

  it('is the only version there is, and nobody has to be asked', async () => {
    const world = { ...makeObserveWorld(), models: broken };

    expect(await chooseModels({ ...world, model: loaded.model })).toEqual({
      champion: loaded.model,
      challenger: undefined,
    });
    expect(await chooseModels({ ...world, model: undefined, rival: loaded.rival })).toEqual({
      champion: undefined,
      challenger: undefined,
    });
  });

  it('is what the registry says', async () => {
    const world = makeObserveWorld();
    await registerModels(world, { shipped: SHIPPED, rival: RIVAL });
    const before = await chooseModels({ ...world, ...loaded });
    await promoteModel(world, ASKED);
    const after = await chooseModels({ ...world, ...loaded });

    expect(before).toEqual({ champion: loaded.model, challenger: loaded.rival });
    expect(after).toEqual({ champion: loaded.rival, challenger: undefined });
  });

  it('is the shipped version when the registry knows nothing, or speaks of files that are not here', async () => {
    const world = makeObserveWorld();
    const alone = { champion: loaded.model, challenger: undefined };
    expect(await chooseModels({ ...world, ...loaded })).toEqual(alone);

    await registerModels(world, { shipped: NEWER, rival: undefined });

    expect(await chooseModels({ ...world, ...loaded })).toEqual(alone);
  });

  it('is the shipped version when the registry does not answer', async () => {
    const world = { ...makeObserveWorld(), models: broken };

    expect(await chooseModels({ ...world, ...loaded })).toEqual({
      champion: loaded.model,
      challenger: undefined,
    });
    expect(world.lines.join()).toContain('model-review-failed');
  });
});

const no = async () => Promise.reject(new Error('the table does not answer'));
const broken = {
  list: no,
  find: no,
  replace: no,
  addOpinions: no,
  opinions: no,
  findTally: no,
  replaceTally: no,
  addOutcomes: no,
  outcomesSince: no,
  findLedger: no,
  replaceLedger: no,
};
