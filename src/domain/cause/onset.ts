// When trouble began, where nobody says: the moment at which most changes together. The symptom has the loudest voice,
// and others are heard because a symptom may be small, or be noticed late.

import type { IncidentPicture, Symptom } from '#domain/cause/component.ts';
import { DEVIATION_CAP, type Profile } from '#domain/cause/deviation.ts';
import type { ProfiledComponent } from '#domain/cause/evidence.ts';
import { knownValues, levelBefore } from '#domain/cause/step.ts';
import type { Instant } from '#domain/ids.ts';

/** Components that are heard besides that of the symptom: those that change most. */
const VOICES = 4;
const SYMPTOM_WEIGHT = 2;
/** Onsets nearly as loud as the loudest; the earliest of them is taken. */
const NEARLY_LOUDEST = 0.9;
/** Kinds that tell of trouble; traffic and bytes come and go for many reasons. */
const TELLING_KINDS = new Set(['latency', 'errors', 'waiting', 'cpu', 'memory']);

/** The most likely onset; undefined for a picture without a moment. */
export function estimateOnset(
  { symptom }: IncidentPicture,
  components: readonly ProfiledComponent[],
): Instant | undefined {
  const stamps = components.flatMap(({ profiles }) => profiles)[0]?.measure.seen.stamps ?? [];
  const loudness = stamps.map((_at, index) => loudnessAt(index, components, symptom));
  const loudest = Math.max(0, ...loudness);
  return stamps[loudness.findIndex((each) => each >= NEARLY_LOUDEST * loudest)];
}

/** How much changes at a point, in usual steps. */
function loudnessAt(
  index: number,
  components: readonly ProfiledComponent[],
  symptom: Symptom | undefined,
): number {
  const voices = components
    .map(({ profiles }) => loudestOf(profiles, index))
    .toSorted((a, b) => b - a)
    .slice(0, VOICES);
  const around = voices.reduce((sum, voice) => sum + voice, 0) / VOICES;
  const own = components.find(({ name }) => name === symptom?.component);
  return around + SYMPTOM_WEIGHT * loudestOf(own ? measuresOf(own, symptom) : [], index);
}

/** The measures that a symptom speaks of; all of its component where it names no metric that there is. */
function measuresOf({ profiles }: ProfiledComponent, symptom: Symptom | undefined): readonly Profile[] {
  const named = profiles.filter(({ measure }) => measure.metric === symptom?.metric);
  return named.length > 0 ? named : profiles;
}

function loudestOf(profiles: readonly Profile[], index: number): number {
  return Math.max(0, ...profiles.map((profile) => changeAt(profile, index)));
}

/** The harmful change of a measure at a point: the mean of the points from it on, against what was before. */
function changeAt({ measure, kind, harm, normal, spans }: Profile, index: number): number {
  if (!TELLING_KINDS.has(kind)) return 0;
  const after = knownValues(measure.seen, index, index + spans.sustained);
  if (after.length < 2) return 0;
  const reference = levelBefore(measure.seen, index, { spans, harm }) ?? normal.level;
  const sign = harm === 'down' ? -1 : 1;
  // Each point is capped, so that one spike weighs no more than one point of a lasting change.
  const steps = after.map((value) =>
    Math.min(DEVIATION_CAP, (sign * normal.trust * (value - reference)) / normal.step),
  );
  return Math.max(0, steps.reduce((sum, each) => sum + each, 0) / spans.sustained);
}
