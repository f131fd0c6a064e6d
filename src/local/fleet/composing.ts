// How long a service's requests take and how many of them fail, composed of its own work and of the calls it makes; and
// what that means to each of its callers, who wait differently long.

import { addPart, cappedMean, mixMean, setTail, shareLongerThan } from './latency.ts';
import { GC_PAUSE_SECONDS, gcPauseShare } from './memory.ts';
import { callsPerRequest, outcomeOf } from './outgoing.ts';
import { callOf, callSpecOf, type Plant, type ServiceView } from './plant.ts';

/** A call made by at least this share of the requests belongs to the usual path; rarer ones are a path of their own. */
const USUAL_CALL_SHARE = 0.5;
/** A request that no connection can be made for fails after so many seconds. */
const CONNECT_FAILURE_SECONDS = 0.05;
/** Variances of the parts of the latency, in squares of their means: work, statistical wait, wait in a long queue. */
const WORK_VARIATION = 0.35;
const WAIT_VARIATION = 1;
const BACKLOG_VARIATION = 0.02;
const BAD_TASK_VARIATION = 1;
/** Nothing takes longer: the load balancer's idle timeout. */
const LONGEST_SECONDS = 60;
/** Rare paths together leave at least so much to the usual one. */
const MOST_RARE_SHARE = 0.9;

interface Path {
  readonly share: number;
  readonly seconds: number;
}

/** What the calls of a service add to its requests. */
interface CallsOutcome {
  /** Seconds and variance that every request bears. */
  readonly usual: { readonly seconds: number; readonly variance: number };
  /** Calls that only some requests make. */
  readonly rare: readonly Path[];
  readonly successShare: number;
}

/** The latency and error share of one service from its own work and the calls it makes. */
export function composeLatency(plant: Plant, view: ServiceView): void {
  const { spec, flow, state } = view;
  const { usual, rare, successShare } = sumCalls(plant, view);
  const own = (flow.cpuSecondsPerRequest + spec.ioSeconds) * flow.effects.latencyFactor;
  const waits = flow.waitSeconds + flow.poolWaitSeconds;
  const variance =
    own * own * WORK_VARIATION +
    waits * waits * WAIT_VARIATION +
    flow.backlogSeconds * flow.backlogSeconds * BACKLOG_VARIATION +
    usual.variance;
  const mean = Math.min(own + waits + flow.backlogSeconds + usual.seconds, LONGEST_SECONDS);
  fillMix(view, { mean, variance, rare });
  state.meanSeconds = Math.max(mixMean(flow.mix) - flow.backlogSeconds, own);
  flow.errorShare = Math.min(1, 1 - successShare * (1 - flow.ownErrorShare));
}

function sumCalls(plant: Plant, view: ServiceView): CallsOutcome {
  let seconds = 0;
  let variance = 0;
  let successShare = 1;
  const rare: Path[] = [];
  for (const index of view.spec.outgoing) {
    const call = callSpecOf(plant, index);
    const outcome = outcomeOf(plant, call, view);
    const share = callsPerRequest(call, view);
    const isUsual = share >= USUAL_CALL_SHARE;
    successShare *= 1 - Math.min(1, share * outcome.lost);
    seconds += isUsual ? share * outcome.seconds : 0;
    variance += isUsual ? share * outcome.seconds * outcome.seconds * WORK_VARIATION : 0;
    if (!isUsual) rare.push({ share, seconds: outcome.seconds });
  }
  return { usual: { seconds, variance }, rare, successShare };
}

interface MixInput {
  readonly mean: number;
  readonly variance: number;
  readonly rare: readonly Path[];
}

function fillMix({ flow, state }: ServiceView, { mean, variance, rare }: MixInput): void {
  const { mix } = flow;
  mix.parts = 0;
  const good = 1 - flow.illShare;
  const paused = gcPauseShare(flow.gcShare);
  let rareShare = 0;
  for (const { share } of rare) rareShare += share;
  const scale = rareShare > MOST_RARE_SHARE ? MOST_RARE_SHARE / rareShare : 1;
  addPart(mix, good * (1 - rareShare * scale - paused), mean, variance);
  for (const { share, seconds } of rare) {
    addPart(mix, good * share * scale, mean + seconds, variance + seconds * seconds * WORK_VARIATION);
  }
  const pause = GC_PAUSE_SECONDS * GC_PAUSE_SECONDS * WORK_VARIATION;
  addPart(mix, good * paused, mean + GC_PAUSE_SECONDS, pause);
  const ill = mean + flow.illSeconds;
  addPart(mix, flow.illShare, ill, ill * ill * BAD_TASK_VARIATION);
  setTail(mix, state.utilization);
}

/** Chance that a request to the service fails for a caller that waits so long, and the seconds it costs the caller. */
export function judgeCallers(plant: Plant, { spec, state, flow }: ServiceView): void {
  for (const index of spec.incoming) {
    const call = callSpecOf(plant, index);
    const caller = callOf(plant, index);
    caller.failChance = failChanceFor({ state, flow }, call.timeoutSeconds);
    const answered = (1 - flow.effects.brokenShare) * (1 - flow.rejectedShare);
    caller.meanSeconds =
      answered * cappedMean(flow.mix, call.timeoutSeconds) + (1 - answered) * CONNECT_FAILURE_SECONDS;
  }
  state.userFailChance = failChanceFor({ state, flow }, spec.userTimeoutSeconds);
}

/** Chance that a request fails: not routed, shed, refused, answered with an error, or answered too late. */
export function failChanceFor(
  { state, flow }: Pick<ServiceView, 'state' | 'flow'>,
  timeoutSeconds: number,
): number {
  const late = shareLongerThan(flow.mix, timeoutSeconds);
  const lostToBad = flow.illShare * flow.illFailShare;
  const answered =
    (1 - flow.effects.brokenShare) * (1 - state.shedShare) * (1 - flow.rejectedShare) * (1 - lostToBad);
  return 1 - answered * (1 - flow.errorShare) * (1 - late);
}
