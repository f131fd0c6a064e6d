// The judge of a model that judges no incidents: its keeper tells what came of what it said. No training here makes such a
// version, so none is asked for.

import type { ModelJudge } from '#application/models/model-judge.ts';
import type { OutcomeKeeper } from '#application/models/outcome-keepers.ts';
import { renewMonths } from '#domain/model/accuracy.ts';

/** A judge by what is kept; where nothing is kept only the look is written down. */
export function judgeByOutcomes(keeper: OutcomeKeeper): ModelJudge {
  return {
    trial: async (pair, past) => keeper.trial?.(pair, past),
    async findings({ record, champion }, { now, from }) {
      const counted = await keeper.monthsSince?.(from);
      const drift = await keeper.drift?.(champion, now);
      const accuracy = counted ? renewMonths(record.accuracy, counted, from) : record.accuracy;
      return { reviewedAt: now, accuracy, ...(drift && { drift }) };
    },
  };
}
