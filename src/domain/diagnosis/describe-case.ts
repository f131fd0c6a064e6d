// A past case in a sentence, as the timeline, the command line and the console tell it.

import type { PastCase, SharedTrait } from '#domain/diagnosis/past-case.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';
import { formatDuration, formatShare } from '#domain/incident/symptom.ts';
import type { AttemptResult } from '#domain/outcome/outcome.ts';

const SECONDS_PER_DAY = 86_400;

const TRAITS: Readonly<Record<SharedTrait, string>> = {
  symptoms: 'the same symptoms',
  cause: 'the same believed cause',
  service: 'the same service',
  'kind-of-service': 'a service of the same kind',
  changes: 'the same changes before',
  errors: 'the same kinds of errors',
};

const RESULTS: Readonly<Record<AttemptResult, string>> = {
  recovered: 'worked',
  'not-recovered': 'did not help',
  worse: 'made it worse',
  blind: 'could not be judged',
  refused: 'was refused by a guardrail',
  denied: 'was denied by a person',
  expired: 'was not answered in time',
};

/** `Looks like inc-… 3 d before (82 % alike: the same symptoms): service-restart worked, over after 6 min`. */
export function describePastCase(past: PastCase, onsetAt: Instant): string {
  const ago = formatAge(secondsBetween(past.onsetAt, onsetAt));
  const shared = past.shared.map((trait) => TRAITS[trait]).join(', ');
  return `Looks like ${past.incidentId} ${ago} before (${formatShare(past.similarity)} alike: ${shared}): ${past.story}`;
}

/** What was done then, and how it ended. */
export function describeThen({
  attempt,
  end,
  totalSeconds,
}: Pick<PastCase, 'attempt' | 'end' | 'totalSeconds'>): string {
  const done = attempt ? `${attempt.strategy} ${RESULTS[attempt.result]}` : 'nothing was done';
  const over = `after ${formatDuration(totalSeconds)}`;
  switch (end) {
    case 'resolved':
      return `${done}, over ${over}`;
    case 'suppressed':
      return `${done}, it passed ${over}`;
    case 'rolled-back':
      return `${done}, and was taken back ${over}`;
    case 'escalated':
      return `${done}, people took over ${over}`;
  }
}

function formatAge(seconds: number): string {
  return seconds < 2 * SECONDS_PER_DAY
    ? formatDuration(seconds)
    : `${Math.floor(seconds / SECONDS_PER_DAY)} d`;
}
