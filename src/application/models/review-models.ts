// Once an hour: how each model does on the user's own incidents and outcomes, whether its challenger has won, lost or had
// its time, and whether to train again (M106, M108, M109). No failure here reaches detection, nor that of one model another.

import { askForTraining, recordNeed } from '#application/models/ask-for-training.ts';
import { judgeByIncidents } from '#application/models/judge-by-incidents.ts';
import { judgeByOutcomes } from '#application/models/judge-by-outcomes.ts';
import type { Findings, ModelJudge, Past } from '#application/models/model-judge.ts';
import { type OutcomeKeepersDeps, outcomeKeepers } from '#application/models/outcome-keepers.ts';
import { readLabels } from '#application/models/read-labels.ts';
import { HEALER, type ModelLifeDeps, type RoleNews, recordRole } from '#application/models/registered.ts';
import type { FeedbackStore } from '#application/ports/learning.ts';
import type { EventBus, Flags, SettingsSource } from '#application/ports/operations.ts';
import type { IncidentStore, OutcomeStore } from '#application/ports/recovery.ts';
import { secondsAfter } from '#domain/ids.ts';
import { challengerOf, championOf, type ModelRecord } from '#domain/model/model.ts';
import { isNewNeed, isReviewDue } from '#domain/model/retraining.ts';
import { promote, type RoleChange, retireChallenger } from '#domain/model/roles.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

export interface ReviewModelsDeps extends ModelLifeDeps, OutcomeKeepersDeps {
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
    for (const record of due) await tryReview(deps, record, { now, from, labelled });
  } catch (error) {
    deps.log.record('model-review-failed', { reason: String(error) });
  }
}

async function tryReview(deps: ReviewModelsDeps, seen: ModelRecord, past: Past): Promise<void> {
  try {
    await reviewOne(deps, seen, past);
  } catch (error) {
    deps.log.record('model-review-failed', { name: seen.name, reason: String(error) });
  }
}

function judgeOf(deps: ReviewModelsDeps, { name, isTried }: ModelRecord): ModelJudge {
  const keeper = outcomeKeepers(deps)[name] ?? (isTried === false ? {} : undefined);
  return keeper ? judgeByOutcomes(keeper) : judgeByIncidents(deps);
}

async function reviewOne(deps: ReviewModelsDeps, seen: ModelRecord, past: Past): Promise<void> {
  const { name } = seen;
  const champion = championOf(seen);
  const challenger = challengerOf(seen);
  if (!champion) return;
  const judge = judgeOf(deps, seen);
  const trial = challenger && (await judge.trial({ name, champion, challenger }, past));
  const found = await judge.findings({ record: seen, champion, challenger }, past);
  const reviewed = { ...seen, ...found, version: seen.version + 1, ...(trial && { trial }) };
  const { record, news } = await concludeTrial(deps, reviewed, trial);
  if (!(await deps.models.replace(record, seen))) return;
  if (news) await recordRole(deps, news);
  await followNeed(deps, seen, found);
}

async function followNeed(
  deps: ReviewModelsDeps,
  seen: ModelRecord,
  { retraining, reviewedAt }: Findings,
): Promise<void> {
  if (!retraining) return;
  if (isNewNeed(seen.retraining, retraining)) await recordNeed(deps, seen.name, retraining);
  if (retraining.askedAt === reviewedAt) await askForTraining(deps, seen.name, retraining);
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
