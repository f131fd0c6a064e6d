// The course of faults and benign events: they strike, work on the plant's parameters, are noticed by users, and end, be it
// by a call, by the platform, by their owner or by themselves.

import { type Accident, type Cause, intensityAt } from './accident.ts';
import { noEffects, type Plant, viewOf } from './plant.ts';
import { reachOf } from './reach.ts';
import { modelOf } from './story.ts';

/** Minutes in a row without trouble after which a relieved fault counts as mended. */
const RELIEF_MINUTES = 5;

/** Puts the effects of all events at work into the flows of this step. An event has effects on its own service alone. */
export function exertAccidents(plant: Plant): void {
  const { now, accidents } = plant.state;
  clearEffects(plant);
  for (const accident of accidents) {
    if (accident.onset > now) break;
    if (accident.phase === 'pending') begin(plant, accident);
    if (isAtWork(accident, now)) exert(plant, accident);
  }
}

function exert(plant: Plant, accident: Accident): void {
  viewOf(plant, accident.service).flow.isDisturbed = true;
  modelOf(accident.kind).exert?.(plant, accident, intensityAt(accident, plant.state.now));
}

function clearEffects({ flows, state }: Plant): void {
  for (const external of state.externals) external.slowFactor = 1;
  for (const flow of flows) {
    if (flow.isDisturbed) Object.assign(flow.effects, NO_EFFECTS);
    flow.isDisturbed = false;
  }
}

const NO_EFFECTS = noEffects();

/** A version keeps its fault for ever; a relieved cause is at work until it passes; what has passed is gone. */
function isAtWork({ kind, phase, endsAt, endedBy }: Accident, now: number): boolean {
  if (phase === 'active' || modelOf(kind).isBack) return true;
  return endedBy?.by !== 'nature' && endedBy?.by !== 'owner' && now < endsAt;
}

function begin(plant: Plant, accident: Accident): void {
  accident.phase = 'active';
  modelOf(accident.kind).begin?.(plant, accident);
}

/** Once a minute: who has noticed, and whether it is over. `minute` is the start of the minute that has passed. */
export function judgeAccidents(plant: Plant, minute: number): void {
  const { now, accidents } = plant.state;
  for (const accident of accidents) {
    if (accident.onset >= now) break;
    if (accident.phase === 'active') judgeActive(plant, accident, minute);
    if (accident.phase === 'ended') reopenWhenBack(plant, accident);
  }
}

function judgeActive(plant: Plant, accident: Accident, minute: number): void {
  noteAffected(plant, accident, minute);
  const mend = modelOf(accident.kind).findMend?.(plant, accident) ?? findRelief(plant, accident);
  if (mend) end(plant, accident, mend);
  if (!mend && plant.state.now >= accident.endsAt && !accident.isBeingFixed) expire(plant, accident);
}

/** Its time has come: the owner mends it, or it passes. */
function expire(plant: Plant, accident: Accident): void {
  const { fix } = modelOf(accident.kind);
  if (!fix) end(plant, accident, { by: 'nature' });
  accident.isBeingFixed = fix !== undefined;
  fix?.(plant, accident);
}

/** Others count as affected while the service that was struck is ill itself: elsewhere another fault may be at work. */
function noteAffected(plant: Plant, accident: Accident, minute: number): void {
  if (!viewOf(plant, accident.service).state.sli.isDeparted) return;
  accident.visibleAt ??= minute;
  for (const service of reachOf(plant.spec, accident.service)) {
    const isIll = viewOf(plant, service).state.sli.isDeparted;
    if (isIll && !accident.affected.includes(service)) accident.affected.push(service);
  }
}

function end(plant: Plant, accident: Accident, by: Cause): void {
  accident.phase = 'ended';
  accident.endedAt = plant.state.now;
  accident.endedBy = by;
}

/** The call that relieved a fault that users had noticed: the last of a fitting sort before they noticed nothing more. */
function findRelief(plant: Plant, { kind, service, visibleAt, onset }: Accident): Cause | undefined {
  const { relievedBy } = modelOf(kind);
  const { state } = viewOf(plant, service);
  if (!relievedBy || visibleAt === undefined || state.sli.minutesNormal < RELIEF_MINUTES) return undefined;
  const changes = relievedBy.map((sort) => (sort === 'scaling' ? state.lastScaling : state.lastIntervention));
  const newest = changes.sort((one, other) => other.at - one.at)[0];
  return newest && newest.at >= onset ? newest.cause : undefined;
}

/** Relief that did not last, or a bad version that somebody brought back: the fault is open again. */
function reopenWhenBack(plant: Plant, accident: Accident): void {
  const { relievedBy, isBack } = modelOf(accident.kind);
  const isIllAgain =
    relievedBy !== undefined &&
    isAtWork(accident, plant.state.now) &&
    viewOf(plant, accident.service).state.sli.isDeparted;
  if (!isIllAgain && !isBack?.(plant, accident)) return;
  accident.phase = 'active';
  delete accident.endedAt;
  delete accident.endedBy;
}
