// What champion and challenger of the ranking made of the very same picture of an incident, kept until the service at fault
// is known. Nothing that is believed, shown or done reads it (M109).

import * as z from 'zod/mini';
import type { CauseRanking } from '#domain/cause/rank-causes.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ComparedCase, SideSums } from '#domain/model/trial-ledger.ts';

/** The probability of each service to be the cause; what is missing to 1 is that of "no single cause". */
const Chances = z.readonly(z.record(z.string(), z.number()));
type Chances = z.infer<typeof Chances>;

export const ShadowRanking = z.readonly(
  z.object({
    /** The hashes that are compared. */
    champion: z.string(),
    challenger: z.string(),
    said: z.readonly(z.object({ champion: Chances, challenger: Chances })),
  }),
);
export type ShadowRanking = z.infer<typeof ShadowRanking>;

const DIGITS = 10_000;

/** The probabilities of a ranking, to four digits. */
export function chancesOf({ causes }: CauseRanking): Chances {
  return Object.fromEntries(
    causes.map(({ component, score }) => [component, Math.round(score * DIGITS) / DIGITS]),
  );
}

/** Both rankings, held against the service that was at fault: by the probability that each had given it. */
export function compareRankings({ said }: ShadowRanking, trueService: ServiceId): ComparedCase {
  return {
    isTelling: true,
    champion: sumsOf(said.champion, trueService),
    challenger: sumsOf(said.challenger, trueService),
  };
}

/** Found is a service that was named first, and before "no single cause". */
function sumsOf(chances: Chances, trueService: ServiceId): SideSums {
  const chance = chances[trueService] ?? 0;
  const all = Object.values(chances);
  const none = 1 - all.reduce((sum, each) => sum + each, 0);
  const isFirst = chance > 0 && chance >= Math.max(none, ...all);
  return { loss: (1 - chance) ** 2, found: Number(isFirst), missed: Number(!isFirst), falseAlarms: 0 };
}
