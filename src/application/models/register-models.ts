// At start: what was loaded meets what is registered. The champion of the registry goes on deciding when its file is at
// hand; a version that is new passes the quality gate and is tried in shadow, or is refused and says why (M107).

import {
  candidateOf,
  HEALER,
  type ModelLifeDeps,
  type RoleNews,
  recordRole,
} from '#application/models/registered.ts';
import type { ModelInfo } from '#application/ports/trained-model.ts';
import { winRace } from '#application/recovery/win-race.ts';
import {
  challengerOf,
  championOf,
  findVersion,
  isSameQuality,
  type ModelRecord,
} from '#domain/model/model.ts';
import { type ModelCandidate, passGate } from '#domain/model/quality-gate.ts';
import {
  admitVersion,
  enterChallenger,
  newRecord,
  type RoleChange,
  refuseVersion,
  replaceChampion,
  retireChallenger,
} from '#domain/model/roles.ts';

/** The versions of one model that this process has loaded. */
export interface LoadedVersions {
  /** The one that came with Fleetmedic. */
  readonly shipped: ModelInfo;
  /** Another version of the same model, put beside it by a person or by a training. */
  readonly rival: ModelInfo | undefined;
  /** Versions that are at hand besides. */
  readonly spares?: readonly ModelInfo[];
  /** Whether a rival is heard on every tick; without that it is judged by the gate alone. True when absent. */
  readonly isTried?: boolean;
}

/** Brings the registry up to date with what is loaded, and returns the model's record. */
export async function registerModels(deps: ModelLifeDeps, loaded: LoadedVersions): Promise<ModelRecord> {
  const { name } = loaded.shipped;
  return winRace(`the record of model ${name}`, async () => {
    const seen = await deps.models.find(name);
    const news: RoleNews[] = [];
    const next = meet(seen, loaded, { at: deps.clock.now(), note: (each) => news.push({ ...each, name }) });
    if (next === seen) return { value: seen };
    if (!(await deps.models.replace(next, seen))) return undefined;
    for (const each of news) await recordRole(deps, each);
    return { value: next };
  });
}

interface Meeting {
  readonly at: RoleChange['at'];
  note(news: Omit<RoleNews, 'name'>): void;
}

function meet(before: ModelRecord | undefined, loaded: LoadedVersions, meeting: Meeting): ModelRecord {
  const { shipped, rival, spares = [], isTried = true } = loaded;
  const seen = before && renewKind(renewQuality(before, shipped), isTried);
  const registered = seen && championOf(seen);
  const atHand = [shipped, ...(rival ? [rival] : []), ...spares];
  const isHere = atHand.some(({ hash }) => hash === registered?.hash);
  const champion = registered && isHere ? registered : candidateOf(shipped);
  const record = seen && isHere ? seen : crown(seen, loaded, meeting);
  return rival ? meetRival(record, { champion, rival, isTried }, meeting) : dismissAbsent(record, meeting);
}

/** What was measured anew of the very same file is taken over, so that the gate compares with what is known today. */
function renewQuality(record: ModelRecord, { hash, quality = {} }: ModelInfo): ModelRecord {
  const known = findVersion(record, hash);
  if (!known || isSameQuality(known.quality, quality)) return record;
  const versions = record.versions.map((version) => (version === known ? { ...known, quality } : version));
  return { ...record, version: record.version + 1, versions };
}

/** Models of a kind that could not be tried by an earlier version of this code may be by this one, and the other way round. */
function renewKind(record: ModelRecord, isTried: boolean): ModelRecord {
  if ((record.isTried ?? true) === isTried) return record;
  const { isTried: _, ...rest } = record;
  return { ...rest, version: record.version + 1, ...(!isTried && { isTried }) };
}

/** The shipped version decides: nobody does yet, or the file of the one who did is gone. */
function crown(
  seen: ModelRecord | undefined,
  { shipped, isTried = true }: LoadedVersions,
  { at, note }: Meeting,
): ModelRecord {
  const candidate = candidateOf(shipped);
  const by = HEALER;
  if (!seen) {
    const record = newRecord(shipped.name, candidate, { at, by, reason: 'it came with Fleetmedic' });
    return isTried ? record : { ...record, isTried };
  }
  const change = { at, by, reason: 'the file of the former champion is not at hand' };
  note({ ...change, event: 'model-registered', hash: shipped.hash });
  return replaceChampion(seen, candidate, change);
}

interface RivalMeeting {
  readonly champion: ModelCandidate;
  readonly rival: ModelInfo;
  readonly isTried: boolean;
}

/** What people read of a version that passed the gate and is not heard on any tick. */
const NOT_TRIED =
  'it passed the quality gate; no outcome tells how right models of its kind are, so it cannot be tried: put it in the place of the shipped one to use it';

/** A version that is known keeps its role, unless it was only admitted and can be tried by now; a new one is judged once. */
function meetRival(
  record: ModelRecord,
  { champion, rival, isTried }: RivalMeeting,
  { at, note }: Meeting,
): ModelRecord {
  const known = findVersion(record, rival.hash);
  if (known && !(isTried && known.role === 'admitted')) return record;
  const passed = passGate(candidateOf(rival), champion);
  if (!passed.ok) {
    const change = { at, by: HEALER, reason: passed.refusal.detail };
    note({ ...change, event: 'model-refused', hash: rival.hash });
    return refuseVersion(record, candidateOf(rival), change);
  }
  const change = { at, by: HEALER, reason: isTried ? tellPassed(rival) : NOT_TRIED };
  note({ ...change, event: 'model-registered', hash: rival.hash });
  return isTried ? enterChallenger(record, passed.value, change) : admitVersion(record, passed.value, change);
}

/** Figures of different series cannot be compared by those who read them either. */
function tellPassed({ measuredBeside }: ModelInfo): string {
  const figures = Object.entries(measuredBeside?.quality ?? {}).map(([name, value]) => `${name} ${value}`);
  const beside = `; on the series that it was measured on the champion has ${figures.join(', ')}`;
  return `it passed the quality gate${figures.length > 0 ? beside : ''}`;
}

/** A challenger that is not loaded is not tried. */
function dismissAbsent(record: ModelRecord, { at, note }: Meeting): ModelRecord {
  const challenger = challengerOf(record);
  if (!challenger) return record;
  const change = { at, by: HEALER, reason: 'its file is not at hand' };
  note({ ...change, event: 'model-retired', hash: challenger.hash });
  return retireChallenger(record, change);
}
