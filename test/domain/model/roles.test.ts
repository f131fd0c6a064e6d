import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengerOf, championOf, type ModelRecord } from '#domain/model/model.ts';
import {
  enterChallenger,
  newRecord,
  promote,
  refuseVersion,
  replaceChampion,
  retireChallenger,
  takeBack,
} from '#domain/model/roles.ts';
import { modelRecord, modelVersion, NOON } from '../../builders.ts';

const CHANGE = { at: NOON, by: 'ana', reason: 'it won' };
const versionOf = (hash: string) => ({ hash, featureHash: 'features-1', quality: {} });
const rolesOf = ({ versions }: ModelRecord) =>
  Object.fromEntries(versions.map(({ hash, role }) => [hash, role]));
const inTrial = () => enterChallenger(modelRecord(), versionOf('hash-2'), CHANGE);

describe('the roles of versions', () => {
  it('begin with one champion', () => {
    const record = newRecord('anomaly-boosting', versionOf('hash-1'), CHANGE);

    expect(record).toMatchObject({ name: 'anomaly-boosting', version: 1 });
    expect(rolesOf(record)).toEqual({ 'hash-1': 'champion' });
  });

  it('let one challenger in at a time', () => {
    const record = enterChallenger(inTrial(), versionOf('hash-3'), CHANGE);

    expect(rolesOf(record)).toEqual({ 'hash-1': 'champion', 'hash-2': 'retired', 'hash-3': 'challenger' });
  });

  it('remember what was refused', () => {
    const record = refuseVersion(modelRecord(), versionOf('hash-2'), { ...CHANGE, reason: 'worse' });

    expect(record.versions[0]).toMatchObject({ hash: 'hash-2', role: 'refused', reason: 'worse', by: 'ana' });
  });

  it('promote a challenger, and keep the champion to go back to', () => {
    const answer = promote({ ...inTrial(), drift: { grade: 'drifted', summary: '' } }, 'hash-2', CHANGE);

    const record = answer.ok ? answer.value : modelRecord();
    expect(rolesOf(record)).toEqual({ 'hash-1': 'retired', 'hash-2': 'champion' });
    expect(record.formerChampion).toBe('hash-1');
    expect(record.drift).toBeUndefined();
  });

  it('give the former champion its place back at once', () => {
    const promoted = promote(inTrial(), 'hash-2', CHANGE);
    const answer = takeBack(promoted.ok ? promoted.value : modelRecord(), 'hash-2', CHANGE);

    const record = answer.ok ? answer.value : modelRecord();
    expect(rolesOf(record)).toEqual({ 'hash-1': 'champion', 'hash-2': 'retired' });
    expect(record.formerChampion).toBeUndefined();
  });

  it.each([
    ['a version that is not known', 'hash-9', 'unknown-model'],
    ['the champion', 'hash-1', 'not-a-challenger'],
  ])('do not promote %s', (_case, hash, reason) => {
    expect(promote(inTrial(), hash, CHANGE)).toMatchObject({ ok: false, refusal: { reason } });
  });

  it('promote nothing in a record without a champion', () => {
    const record = modelRecord({ versions: [modelVersion({ role: 'challenger' })] });

    expect(promote(record, 'hash-1', CHANGE)).toMatchObject({ refusal: { reason: 'not-a-challenger' } });
  });

  it.each([
    ['a version that is not known', 'hash-9', 'unknown-model'],
    ['a challenger', 'hash-2', 'not-the-champion'],
    ['a champion that had no other before it', 'hash-1', 'no-former-champion'],
  ])('do not take back %s', (_case, hash, reason) => {
    expect(takeBack(inTrial(), hash, CHANGE)).toMatchObject({ ok: false, refusal: { reason } });
  });

  it('end a trial without a promotion', () => {
    expect(rolesOf(retireChallenger(inTrial(), CHANGE))).toMatchObject({ 'hash-2': 'retired' });
    expect(retireChallenger(modelRecord(), CHANGE)).toEqual(modelRecord());
  });

  it('let another version decide when the file of the champion is gone', () => {
    const record = replaceChampion({ ...inTrial(), formerChampion: 'hash-0' }, versionOf('hash-3'), CHANGE);

    expect(rolesOf(record)).toMatchObject({ 'hash-1': 'retired', 'hash-3': 'champion' });
    expect(record.formerChampion).toBeUndefined();
  });

  it('forget the oldest of the versions without a part to play, and never one with', () => {
    let record = inTrial();
    for (let index = 0; index < 40; index++)
      record = refuseVersion(record, versionOf(`refused-${index}`), CHANGE);

    expect(rolesOf(record)).toMatchObject({ 'hash-1': 'champion', 'hash-2': 'challenger' });
    expect(record.versions.length).toBeLessThanOrEqual(26);
  });

  it('always have one champion, at most one challenger, and grow with every move', () => {
    const hash = fc.constantFrom('hash-1', 'hash-2', 'hash-3', 'hash-4');
    const kind = fc.constantFrom('enter', 'promote', 'take-back', 'retire', 'refuse', 'replace');
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, hash), { maxLength: 30 }), (moves) => {
        let record = modelRecord();
        for (const [move, which] of moves) {
          const next = moveBy(move, record, which);
          expect(next === record || next.version > record.version).toBe(true);
          record = next;
          expect(record.versions.filter(({ role }) => role === 'champion')).toHaveLength(1);
          expect(record.versions.filter(({ role }) => role === 'challenger').length).toBeLessThan(2);
          expect(new Set(record.versions.map((each) => each.hash)).size).toBe(record.versions.length);
        }
      }),
    );
  });

  it('promote and take back are each other’s opposite', () => {
    const promoted = promote(inTrial(), 'hash-2', CHANGE);
    const back = takeBack(promoted.ok ? promoted.value : modelRecord(), 'hash-2', CHANGE);

    expect(back.ok && championOf(back.value)?.hash).toBe('hash-1');
    expect(back.ok && challengerOf(back.value)).toBeUndefined();
  });
});

/** Versions enter, are refused or replace only while they play no part, as the use cases see to. */
function moveBy(move: string, record: ModelRecord, hash: string): ModelRecord {
  const isFree = !record.versions.some((each) => each.hash === hash);
  switch (move) {
    case 'enter':
      return isFree ? enterChallenger(record, versionOf(hash), CHANGE) : record;
    case 'refuse':
      return isFree ? refuseVersion(record, versionOf(hash), CHANGE) : record;
    case 'replace':
      return isFree ? replaceChampion(record, versionOf(hash), CHANGE) : record;
    case 'retire':
      return retireChallenger(record, CHANGE);
    default: {
      const moved = (move === 'promote' ? promote : takeBack)(record, hash, CHANGE);
      return moved.ok ? moved.value : record;
    }
  }
}
