// Who is waited for. A network that delays a component shows in its callers only: they wait, and nothing that they call
// is slow by itself. Which of the called ones it is follows from who waits, and from which percentiles of the wait rose:
// a component that gets a twentieth of the calls moves the 95th and not the 90th.

import { type Member, strongestOf } from '#domain/cause/scene.ts';

/** Steps from which on a percentile counts as moved. */
const MOVED_STEPS = 3;
const PERCENTILE = /p(\d{2}(?:\.\d+)?)/i;

/** A wait of a component for what it calls. */
interface Wait {
  readonly caller: Member;
  /** What is left of it when the slowest thing that is called has explained its part. */
  readonly steps: number;
  /** The bounds of the part of calls that waits. */
  readonly atLeast: number;
  readonly atMost: number;
}

/** Blame of each member for waits that nothing slow explains, in usual steps and the order of the members. */
export function blameForWaits(members: readonly Member[]): readonly number[] {
  const all = members.reduce((sum, member) => sum + waitOf(member).steps, 0);
  return members.map((member) => {
    if (all === 0 || member.callers.length === 0) return 0;
    const theirs = member.callers.map(waitOf);
    const fitting = theirs.reduce((sum, wait) => sum + wait.steps * fitOf(wait, member), 0);
    const covered = theirs.reduce((sum, { steps }) => sum + steps, 0) / all;
    return (fitting / theirs.length) * covered;
  });
}

function waitOf(caller: Member): Wait {
  const { callees, evidence } = caller;
  const ladder = evidence.deviations.flatMap(({ profile: { kind, measure }, steps }) => {
    const percentile = PERCENTILE.exec(`${measure.statistic} ${measure.metric}`);
    return kind === 'waiting' && percentile
      ? [{ beyond: 1 - Number(percentile[1]) / 100, hasMoved: steps >= MOVED_STEPS }]
      : [];
  });
  const beyond = (hasMoved: boolean) =>
    ladder.filter((rung) => rung.hasMoved === hasMoved).map((rung) => rung.beyond);
  return {
    caller,
    steps:
      callees.length === 0 ? 0 : Math.max(0, evidence.strengths.waiting - strongestOf(callees, 'latency')),
    atLeast: Math.max(0, ...beyond(true)),
    atMost: Math.min(1, ...beyond(false)),
  };
}

/** 1 where the part of calls that goes to the callee is the part that waits; the less, the further off. */
function fitOf({ caller, atLeast, atMost }: Wait, callee: Member): number {
  const all = caller.callees.reduce((sum, each) => sum + sentTo(caller, each), 0);
  const sent = sentTo(caller, callee);
  if (sent === 0) return 1;
  const share = sent / all;
  const tooRare = atLeast === 0 ? 1 : Math.min(1, share / atLeast);
  return tooRare * Math.min(1, atMost / share);
}

/** Requests are measured where they arrive: of those with several callers each is taken to send as much as it gets. */
function sentTo(caller: Member, callee: Member): number {
  const all = callee.callers.reduce((sum, each) => sum + requestsOf(each), 0);
  return all === 0 ? 0 : (requestsOf(callee) * requestsOf(caller)) / all;
}

/** 0 where traffic is not measured: nothing can be told from it then. */
function requestsOf({ evidence: { requests = 0 } }: Member): number {
  return requests;
}
