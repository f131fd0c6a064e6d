// Once an hour: how each model does on the user's own incidents, whether its challenger has won, lost or had its time,
// and whether to train again (M106, M108, M109). No failure here reaches detection.

import { type AccuracySourcesDeps, accuracySources } from '#application/models/accuracy-sources.ts';
import { askForTraining, recordNeed } from '#application/models/ask-for-training.ts';
import { type LabelledIncident, readLabels } from '#application/models/read-labels.ts';
import { HEALER, type ModelLifeDeps, type RoleNews, recordRole } from '#application/models/registered.ts';
import { reviewTrial } from '#application/models/review-trial.ts';
import type { FeedbackStore } from '#application/ports/learning.ts';
import type { EventBus, Flags, SettingsSource } from '#application/ports/operations.ts';
import type { IncidentStore, OutcomeStore } from '#application/ports/recovery.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import { recount, renewMonths } from '#domain/model/accuracy.ts';
import { gradeDrift } from '#domain/model/drift.ts';
import {
  challengerOf,
  championOf,
  type ModelRecord,
  type ModelVersion,
  type RetrainDecision,
} from '#domain/model/model.ts';
import { decideRetraining, isNewNeed, isReviewDue, isTrainingWanted } from '#domain/model/retraining.ts';
import { promote, type RoleChange, retireChallenger } from '#domain/model/roles.ts';
import type { TrialStanding } from '#domain/model/trial.ts';

export interface ReviewModelsDeps extends ModelLifeDeps, AccuracySourcesDeps {
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly bus: EventBus;
  readonly incidents: IncidentStore;
  readonly outcomes: OutcomeStore;
  readonly feedback: FeedbackStore;
}

/** The sliding window of incidents that models are judged by: what is older says little of today's services. */
const WINDOW_SECONDS = 90 * 86_400;

/** Looks at every model whose hour has come. Never throws: the tick that this is part of must go on. */
export async function reviewModels(deps: ReviewModelsDeps): Promise<void> {
  try {
    if (!(await deps.flags.isOn('self_healing.ml_models'))) return;
    const now = deps.clock.now();
    const due = (await deps.models.list()).filter(({ reviewedAt }) => isReviewDue(reviewedAt, now));
    if (due.length === 0) return;
    const from = secondsAfter(now, -WINDOW_SECONDS);
    const labelled = await readLabels(deps, from);
    for (const record of due) await reviewOne(deps, record, { now, from, labelled });
  } catch (error) {
    deps.log.record('model-review-failed', { reason: String(error) });
  }
}

interface Past {
  readonly now: Instant;
  readonly from: Instant;
  readonly labelled: readonly LabelledIncident[];
}

async function reviewOne(deps: ReviewModelsDeps, seen: ModelRecord, past: Past): Promise<void> {
  const champion = championOf(seen);
  const challenger = challengerOf(seen);
  if (!champion) return;
  if (seen.isTried === false) return reviewUntried(deps, seen, past);
  const trial = challenger && (await reviewTrial(deps, { name: seen.name, champion, challenger }, past));
  const found = await findingsOf(deps, { record: seen, champion, challenger }, past);
  const reviewed = { ...seen, ...found, version: seen.version + 1, ...(trial && { trial }) };
  const { record, news } = await concludeTrial(deps, reviewed, trial);
  if (!(await deps.models.replace(record, seen))) return;
  if (news) await recordRole(deps, news);
  const { retraining } = found;
  if (isNewNeed(seen.retraining, retraining)) await recordNeed(deps, seen.name, retraining);
  if (retraining.askedAt === past.now) await askForTraining(deps, seen.name, retraining);
}

/** Of a model that judges no incidents only the months are renewed: its own keeper counts them. */
async function reviewUntried(deps: ReviewModelsDeps, seen: ModelRecord, { now, from }: Past): Promise<void> {
  const counted = await accuracySources(deps)[seen.name]?.monthsSince(from);
  const accuracy = counted ? renewMonths(seen.accuracy, counted, from) : seen.accuracy;
  await deps.models.replace({ ...seen, version: seen.version + 1, reviewedAt: now, accuracy }, seen);
}

interface Reviewed {
  readonly record: ModelRecord;
  readonly champion: ModelVersion;
  readonly challenger: ModelVersion | undefined;
}

/** What is found of the champion, from the incidents that it had a part in. */
async function findingsOf(
  deps: ReviewModelsDeps,
  { record, champion, challenger }: Reviewed,
  { now, from, labelled }: Past,
) {
  const own = labelled.filter(({ at }) => at >= champion.since);
  const foretold = own.flatMap(({ at, probability, label }) =>
    probability === undefined ? [] : { at, probability, label },
  );
  const drift = gradeDrift({ opinions: await deps.models.opinions(champion.hash), foretold });
  const { learning } = await deps.settings.current();
  const decision = decideRetraining({
    now,
    drift: drift.grade,
    newLabels: own.filter(({ label }) => label !== 'unknown').length,
    retrainAfter: learning.retrainAfterSamples,
    isTrialRunning: challenger !== undefined,
  });
  const retraining = withAsking(decision, record.retraining, learning.autoRetrain);
  return { reviewedAt: now, drift, retraining, accuracy: recount(record.accuracy, foretold, from) };
}

/** The decision with the moment of the asking: now where a training is wanted and asked for by itself. */
function withAsking(
  decision: RetrainDecision,
  before: RetrainDecision | undefined,
  autoRetrain: boolean,
): RetrainDecision {
  const isWanted = autoRetrain && isTrainingWanted(before, decision);
  const askedAt = isWanted ? decision.at : before?.askedAt;
  return askedAt === undefined ? decision : { ...decision, askedAt };
}

interface Conclusion {
  readonly record: ModelRecord;
  readonly news?: RoleNews;
}

/** A challenger that has won decides only where the settings let it; one that has lost, or had its time, leaves. */
async function concludeTrial(
  { settings, clock }: ReviewModelsDeps,
  record: ModelRecord,
  trial: TrialStanding | undefined,
): Promise<Conclusion> {
  const hash = challengerOf(record)?.hash;
  if (!trial || hash === undefined || trial.verdict === 'undecided') return { record };
  const change: RoleChange = { at: clock.now(), by: HEALER, reason: trial.summary };
  const { name } = record;
  if (trial.verdict !== 'won')
    return {
      record: retireChallenger(record, change),
      news: { ...change, event: 'model-retired', name, hash },
    };
  const { learning } = await settings.current();
  const promoted = learning.autoPromote ? promote(record, hash, change) : undefined;
  return promoted?.ok
    ? { record: promoted.value, news: { ...change, event: 'model-promoted', name, hash } }
    : { record };
}
