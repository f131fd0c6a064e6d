// The loop of the product over a recording: the real handlers and state machine, in virtual time, before a world that can
// be read and not changed.

import { openDatabase } from '#adapters/sqlite/database.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { NotFoundError, RejectedError } from '#domain/errors.ts';
import { makeLoop } from '#local/loop.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { virtualTimeline } from '#local/timeline.ts';
import type { World } from '#local/world.ts';
import { recordedMetrics } from './metric-source.ts';
import { makeNotices } from './notices.ts';
import type { Recording } from './recording.ts';
import { type ReplayLoop, type ReplayLoopOptions, replay } from './replay.ts';
import type { ReplayReport } from './report.ts';
import { loadScenario } from './scenario.ts';

/** Replays what is at the path. Throws InvalidInputError naming file and line for what cannot be read. */
export async function replayPath(
  path: string,
  model: AnomalyModel | undefined,
  models?: LoopModels,
): Promise<ReplayReport> {
  const notices = makeNotices();
  const scenario = await loadScenario(path, notices);
  const database = openDatabase(':memory:');
  try {
    const openLoop = (options: ReplayLoopOptions) => openReplayLoop(options, model, models);
    return await replay(scenario, { database, openLoop, modelName: model?.info.name }, notices);
  } finally {
    database.close();
  }
}

/** A loop over the recording that has started, at a time that stands. */
export async function openReplayLoop(
  { database, recording, settings, startAt }: ReplayLoopOptions,
  model: AnomalyModel | undefined,
  models?: LoopModels,
): Promise<ReplayLoop> {
  const timeline = virtualTimeline(startAt);
  const world = recordedWorld(recording, timeline);
  const loop = makeLoop({ database, timeline, settings, world, model, models });
  await loop.start();
  return { stores: loop.stores, runUntil: (at) => timeline.runUntil(at) };
}

/** Measures as recorded; nothing that could be described, changed or called. */
function recordedWorld(recording: Recording, clock: Clock): World {
  return {
    isRecording: true,
    metrics: recordedMetrics(recording, clock),
    resources: {
      async describe(resourceId) {
        throw new NotFoundError(`${resourceId} is a recording: there is nothing live to describe`);
      },
    },
    actuator: {
      async apply({ kind, resourceId }) {
        throw new RejectedError(`${kind} on ${resourceId} was refused: a recording cannot be changed`);
      },
    },
    pager: { async page() {} },
  };
}
