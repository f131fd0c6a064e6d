// A ranking from first principles, for use without a trained model and as the ground it stands on: what is ill, is not
// explained by something it calls, is large enough, and lies on the way from the symptom.

import type { CauseSigns } from '#domain/cause/cause-signs.ts';

/** How much of its own illness something ill that it calls explains away, at most. */
const EXPLAINED_SHARE = 0.8;
const LOAD_SHARE = 0.7;
const VOLUME_SHARE = 0.3;
/** What the kinds of evidence weigh; resources say most, because nothing that is called heats one's own processor. */
const WEIGHTS = { latency: 1, errors: 1, cpu: 1.2, memory: 0.4, waiting: 1, starvation: 1, traffic: 0.15 };
/** What a change just before the onset adds: most incidents follow one (SRE book, chapter 8). */
const CHANGE_BONUS = 0.5;
/** What is left of the score of a component that the symptom's calls do not lead to. */
const OFF_PATH_FACTOR = 0.4;
/** What is left where no caller suffers, and the harm to a caller from which on nothing is taken off (2 usual steps). */
const SILENCE_FACTOR = 0.5;
const CLEAR_ECHO = 0.1;
/** Seen from outside, or called only since the onset: rather a consequence than a cause. */
const OUTSIDE_FACTOR = 0.4;
const NEW_FACTOR = 0.25;
/** What remains of evidence that is unusual, and too small to matter. */
const SMALLNESS_FACTOR = 0.35;
/** What remains of errors where the symptom is latency, and the other way round. */
const MISMATCH_FACTOR = 0.5;

/** The score of one component, 0 to about 3: only the order and the rough size mean something. */
export function priorScore(signs: CauseSigns): number {
  const { cpu, memory, unexplainedWait, starvation } = signs;
  const load = passedLoad(signs);
  const own =
    WEIGHTS.latency * ownSlowness(signs) * load +
    WEIGHTS.errors * ownErrors(signs) * load +
    WEIGHTS.cpu * cpu * load +
    WEIGHTS.memory * memory +
    WEIGHTS.waiting * unexplainedWait +
    WEIGHTS.starvation * starvation +
    WEIGHTS.traffic * ownTrafficGain(signs);
  return own * plausibility(signs) * (1 + CHANGE_BONUS * signs.hasChanged);
}

/** Requests that it gets in addition, and that its callers do not get in addition: they begin here. */
export function ownTrafficGain({ trafficGain, callerTrafficGain }: CauseSigns): number {
  return Math.max(0, trafficGain - callerTrafficGain);
}

/** What is left of its own illness when callers send it more: it suffers from a load that began further up. */
function passedLoad({ trafficGain, callerTrafficGain }: CauseSigns): number {
  return 1 - LOAD_SHARE * Math.min(trafficGain, callerTrafficGain);
}

/** Slowness that neither something slow that it calls nor a wait on the way there explains. */
export function ownSlowness(signs: CauseSigns): number {
  const { latency, calleeLatency, waiting, isLeaf, waitingVolume, symptomIsErrors } = signs;
  const below = Math.max(calleeLatency, isLeaf ? 0 : waiting) * (1 - ownTrafficGain(signs));
  return (
    unexplainedPart(latency, below) *
    unexplainedVolume(waitingVolume, signs.ownWaitingVolume) *
    sizeFactor(waitingVolume) *
    (symptomIsErrors ? MISMATCH_FACTOR : 1)
  );
}

/** Errors that nothing failing that it calls explains. */
export function ownErrors(signs: CauseSigns): number {
  const { errors, calleeErrors, calleeStarvation, failingVolume, symptomIsLatency } = signs;
  const below = Math.max(calleeErrors, calleeStarvation) * (1 - ownTrafficGain(signs));
  return (
    unexplainedPart(errors, below) * sizeFactor(failingVolume) * (symptomIsLatency ? MISMATCH_FACTOR : 1)
  );
}

function unexplainedPart(own: number, below: number): number {
  return own === 0 ? 0 : own * (1 - EXPLAINED_SHARE * Math.min(1, below / own));
}

/** Likewise by volume: what is passed on is not one's own, however unusual it is. */
function unexplainedVolume(total: number, own: number): number {
  return total === 0 ? 1 : 1 - VOLUME_SHARE * (1 - own / total);
}

function sizeFactor(volume: number): number {
  return SMALLNESS_FACTOR + (1 - SMALLNESS_FACTOR) * volume;
}

/** A cause that users noticed was noticed by those in between. */
function echoFactor({ callerLatency, callerErrors, unexplainedWait, isSymptom }: CauseSigns): number {
  if (isSymptom) return 1;
  const echo = Math.min(1, Math.max(callerLatency, callerErrors, unexplainedWait) / CLEAR_ECHO);
  return SILENCE_FACTOR + (1 - SILENCE_FACTOR) * echo;
}

function plausibility(signs: CauseSigns): number {
  const { isOnPath, isOutsideView, isNewlyCalled } = signs;
  return (
    echoFactor(signs) *
    (isOnPath ? 1 : OFF_PATH_FACTOR) *
    (isOutsideView ? OUTSIDE_FACTOR : 1) *
    (isNewlyCalled ? NEW_FACTOR : 1)
  );
}
