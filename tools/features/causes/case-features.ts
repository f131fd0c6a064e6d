// Evidence and signs of a case: the same code that `medic diagnose` runs, on profiles that are made once per system.

import { readSigns } from '#domain/cause/cause-signs.ts';
import { gatherEvidence, type ProfiledComponent } from '#domain/cause/evidence.ts';
import { estimateOnset } from '#domain/cause/onset.ts';
import type { RankingWork } from '#domain/cause/rank-causes.ts';
import type { MetricTable } from '#local/cause/metric-table.ts';
import type { CauseCase, RecordedSystem } from './systems.ts';

/** Evidence and signs at the given time, or at the onset that the code finds by itself. */
export function workOut(
  system: RecordedSystem,
  { table, alone = table, symptom, at }: CauseCase,
  onset: 'given' | 'estimated' = 'given',
): RankingWork {
  const profiled = withSeen(system.profiled, onset === 'given' ? table : alone);
  const picture = { periodSeconds: system.periodSeconds, components: [], calls: system.calls, symptom };
  const onsetAt = onset === 'given' ? at : (estimateOnset(picture, profiled) ?? at);
  const evidence = gatherEvidence(profiled, onsetAt, system.periodSeconds);
  return { picture, onsetAt, evidence, signs: readSigns(picture, evidence, onsetAt) };
}

/** The profiles, with what a table shows in place of what they were made with. */
function withSeen(profiled: readonly ProfiledComponent[], { stamps, columns }: MetricTable) {
  const values = new Map(
    columns.map((column) => [`${column.component}\n${column.metric}\n${column.statistic}`, column.values]),
  );
  return profiled.map((component) => ({
    ...component,
    profiles: component.profiles.map((profile) => {
      const { metric, statistic } = profile.measure;
      const seen = values.get(`${component.name}\n${metric}\n${statistic}`) ?? stamps.map(() => undefined);
      return { ...profile, measure: { ...profile.measure, seen: { stamps, values: seen } } };
    }),
  }));
}
