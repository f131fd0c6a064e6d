// The moves between the roles of a model's versions. Every move keeps what must hold: exactly one champion, at most one
// challenger, and after a promotion a former champion to go back to.

import type { Instant } from '#domain/ids.ts';
import {
  challengerOf,
  championOf,
  findVersion,
  type ModelRecord,
  type ModelRole,
  type ModelVersion,
} from '#domain/model/model.ts';
import type { ModelCandidate } from '#domain/model/quality-gate.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** Who moves a version, when and why. */
export interface RoleChange {
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
}

export interface RoleRefusal {
  readonly reason: 'unknown-model' | 'not-a-challenger' | 'not-the-champion' | 'no-former-champion';
  readonly detail: string;
}

/** Versions kept of one model: years of monthly training. Champion, challenger and former champion stay whatever their age. */
const VERSIONS_KEPT = 24;

/** The first record of a model: the version that came with Fleetmedic decides. */
export function newRecord(name: string, candidate: ModelCandidate, change: RoleChange): ModelRecord {
  return { name, version: 1, versions: [inRole(candidate, 'champion', change)], accuracy: [] };
}

/** A version is known and may be used; no trial is begun. */
export function admitVersion(
  record: ModelRecord,
  candidate: ModelCandidate,
  change: RoleChange,
): ModelRecord {
  return write(record, inRole(candidate, 'admitted', change));
}

/** A version takes the champion's place without a trial: the champion's file is gone, as after an upgrade. */
export function replaceChampion(
  record: ModelRecord,
  candidate: ModelCandidate,
  change: RoleChange,
): ModelRecord {
  const { formerChampion: _, ...rest } = withoutFindings(record);
  const retired = record.versions.map((version) =>
    version.role === 'champion'
      ? moved(version, 'retired', { ...change, reason: 'its file is not at hand' })
      : version,
  );
  return write({ ...rest, versions: retired }, inRole(candidate, 'champion', change));
}

/** A version enters the trial; one that is in it leaves. */
export function enterChallenger(
  record: ModelRecord,
  candidate: ModelCandidate,
  change: RoleChange,
): ModelRecord {
  const next = retireChallenger(record, { ...change, reason: 'another challenger took its place' });
  return write(next, inRole(candidate, 'challenger', change));
}

/** A version is remembered as refused, so that it is not judged again at every start. */
export function refuseVersion(
  record: ModelRecord,
  candidate: ModelCandidate,
  change: RoleChange,
): ModelRecord {
  return write(record, inRole(candidate, 'refused', change));
}

/** The trial ends without a promotion; the same record when there is none. */
export function retireChallenger(record: ModelRecord, change: RoleChange): ModelRecord {
  const challenger = challengerOf(record);
  if (!challenger) return record;
  const { trial: _trial, retraining: _retraining, ...rest } = record;
  return write(rest, moved(challenger, 'retired', change));
}

/** The challenger decides from now on; the champion is kept to go back to. */
export function promote(
  record: ModelRecord,
  hash: string,
  change: RoleChange,
): Result<ModelRecord, RoleRefusal> {
  const version = findVersion(record, hash);
  if (!version) return refuse(unknown(record, hash));
  const champion = championOf(record);
  if (version.role !== 'challenger' || !champion) {
    const detail = `${hash} is ${version.role}; only a challenger, which is tried in shadow, is promoted`;
    return refuse({ reason: 'not-a-challenger', detail });
  }
  const retired = write(withoutFindings(record), moved(champion, 'retired', change));
  const promoted = write(retired, moved(version, 'champion', change));
  return ok({ ...promoted, formerChampion: champion.hash });
}

/** The former champion decides again, at once; the version taken back is retired. */
export function takeBack(
  record: ModelRecord,
  hash: string,
  change: RoleChange,
): Result<ModelRecord, RoleRefusal> {
  const version = findVersion(record, hash);
  if (!version) return refuse(unknown(record, hash));
  if (version.role !== 'champion')
    return refuse({ reason: 'not-the-champion', detail: `${hash} is ${version.role}; it does not decide` });
  const { formerChampion, ...rest } = withoutFindings(record);
  const former = formerChampion === undefined ? undefined : findVersion(record, formerChampion);
  if (!former) {
    const detail = `No version of ${record.name} decided before ${hash}; there is nothing to go back to`;
    return refuse({ reason: 'no-former-champion', detail });
  }
  const retired = write(rest, moved(version, 'retired', change));
  return ok(write(retired, moved(former, 'champion', change)));
}

/** What was found of one pair of versions says nothing of another. */
function withoutFindings(record: ModelRecord): ModelRecord {
  const { drift: _drift, trial: _trial, retraining: _retraining, ...rest } = record;
  return rest;
}

function unknown({ name, versions }: ModelRecord, hash: string): RoleRefusal {
  const known = versions.map((version) => version.hash).join(', ');
  return { reason: 'unknown-model', detail: `${name} has no version ${hash}; there are ${known}` };
}

function inRole(
  { hash, featureHash, quality }: ModelCandidate,
  role: ModelRole,
  { at, by, reason }: RoleChange,
): ModelVersion {
  return { hash, featureHash, quality, role, since: at, by, reason };
}

function moved(version: ModelVersion, role: ModelRole, change: RoleChange): ModelVersion {
  return inRole(version, role, change);
}

/** The version on top, in place of the one with its hash; of those without a part to play the oldest are forgotten. */
function write(record: ModelRecord, version: ModelVersion): ModelRecord {
  const others = record.versions.filter(({ hash }) => hash !== version.hash);
  const versions = [version, ...others].filter(
    ({ hash, role }, index) =>
      index < VERSIONS_KEPT || role === 'champion' || role === 'challenger' || hash === record.formerChampion,
  );
  return { ...record, version: record.version + 1, versions };
}
