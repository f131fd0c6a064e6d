// The whole control plane over recorded history: the real loop in virtual time and mode observe, with the metrics of an
// export in place of CloudWatch. It detects, diagnoses and plans as it would have done, and acts on nothing.

import { openDatabase } from '#adapters/sqlite/database.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Settings } from '#contracts/settings.ts';
import { secondsAfter, secondsBetween } from '#domain/ids.ts';
import { type Loop, makeLoop } from '#local/loop.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { memoryWatches } from '#local/memory-watches.ts';
import { type VirtualTimeline, virtualTimeline } from '#local/timeline.ts';
import { composeReport } from './compose-report.ts';
import { type History, type HistoryFiles, readHistory } from './history.ts';
import { recordedWorld } from './recorded-world.ts';
import type { BacktestReport } from './report.ts';
import { settingsForExport } from './watched-settings.ts';

export interface BacktestOptions extends HistoryFiles {
  /** The user's own: what services call, their tiers, who approves. */
  readonly settings?: Settings | undefined;
  /** Told after each day of the recording. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** After the last row: late points are given up on, and the last diagnosis and plan are made. */
const AFTERMATH_SECONDS = 900;
const SECONDS_PER_DAY = 86_400;

/** Runs the loop over what was recorded. Throws InvalidInputError naming file and line for what cannot be read. */
export async function backtest(
  { settings: own, onProgress, ...files }: BacktestOptions,
  model: AnomalyModel | undefined,
  models?: LoopModels,
): Promise<BacktestReport> {
  const history = await readHistory(files);
  const settings = settingsForExport(history.recorded, own);
  const database = openDatabase(':memory:');
  try {
    const timeline = virtualTimeline(history.recorded.from);
    const world = recordedWorld(history, timeline);
    const loop = makeLoop({ database, timeline, settings, world, model, models, watches: memoryWatches() });
    await loop.start();
    await runHistory({ loop, timeline, history, onProgress });
    const { stores } = loop;
    return await composeReport({
      path: files.metrics,
      history,
      settings,
      stores,
      modelName: model?.info.name,
    });
  } finally {
    database.close();
  }
}

interface Running {
  readonly loop: Loop;
  readonly timeline: VirtualTimeline;
  readonly history: History;
  readonly onProgress: BacktestOptions['onProgress'];
}

/** Lets the recorded time pass; a change becomes known when it was made. */
async function runHistory({ loop, timeline, history, onProgress }: Running): Promise<void> {
  const { from, to } = history.recorded;
  const end = secondsAfter(to, AFTERMATH_SECONDS);
  for (const change of history.changes ?? []) {
    timeline.schedule(change.at, () => loop.stores.changes.put(change));
  }
  const days = Math.ceil(secondsBetween(from, end) / SECONDS_PER_DAY);
  for (let day = 1; day < days; day++) {
    await timeline.runUntil(secondsAfter(from, day * SECONDS_PER_DAY));
    onProgress?.(`Day ${day} of ${days} ...`);
  }
  await timeline.runUntil(end);
}
