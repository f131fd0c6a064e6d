// What champion and challenger of a learned voice made of the very same incident, kept until it is known what was at fault.
// Nothing that is believed, shown or done reads it (M109).

import * as z from 'zod/mini';
import type { CauseRanking } from '#domain/cause/rank-causes.ts';
import type { FailureType } from '#domain/diagnosis/failure-type.ts';
import type { TypeOpinion } from '#domain/failure-type/type-opinion.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ComparedCase, SideSums } from '#domain/model/trial-ledger.ts';

/** The probability of each answer; what is missing to 1 is that of "none of them". */
const Chances = z.readonly(z.record(z.string(), z.number()));
type Chances = z.infer<typeof Chances>;

function shadowOf<Said extends z.ZodMiniType>(said: Said) {
  return z.readonly(
    z.object({
      /** The hashes that are compared. */
      champion: z.string(),
      challenger: z.string(),
      said: z.readonly(z.object({ champion: said, challenger: said })),
    }),
  );
}

/** Of the ranking: the probability of each service to be the cause, or of "no single cause". */
export const ShadowRanking = shadowOf(Chances);
export type ShadowRanking = z.infer<typeof ShadowRanking>;

/** Of the classifier, for each suspect: the probability of each failure type, or of "nothing begins here". */
export const ShadowTypes = shadowOf(z.readonly(z.record(z.string(), Chances)));
export type ShadowTypes = z.infer<typeof ShadowTypes>;

const DIGITS = 10_000;

/** The probabilities of a ranking, to four digits. */
export function chancesOf({ causes }: CauseRanking): Chances {
  return Object.fromEntries(causes.map(({ component, score }) => [component, round(score)]));
}

/** The probabilities of the types of each suspect, to four digits; what is 0 then is left out. */
export function typeChancesOf(opinions: readonly TypeOpinion[]): Readonly<Record<string, Chances>> {
  return Object.fromEntries(
    opinions.map(({ serviceId, shares }) => [
      serviceId,
      Object.fromEntries(
        shares
          .filter(({ failureType, share }) => failureType !== 'unexplained' && round(share) > 0)
          .map(({ failureType, share }) => [failureType, round(share)]),
      ),
    ]),
  );
}

/** Both rankings, held against the service that was at fault. */
export function compareRankings({ said }: ShadowRanking, trueService: ServiceId): ComparedCase {
  return compare(said.champion, said.challenger, trueService);
}

/** What was wrong, and the service whose evidence spoke for it. */
export interface TrueType {
  readonly suspect: ServiceId;
  readonly failureType: FailureType;
}

/** Both classifiers, held against what was wrong; a suspect that one was not asked about is one that it named nothing of. */
export function compareTypes({ said }: ShadowTypes, { suspect, failureType }: TrueType): ComparedCase {
  return compare(said.champion[suspect] ?? {}, said.challenger[suspect] ?? {}, failureType);
}

function compare(champion: Chances, challenger: Chances, answer: string): ComparedCase {
  return { isTelling: true, champion: sumsOf(champion, answer), challenger: sumsOf(challenger, answer) };
}

/** Found is an answer that was named first, and before "none of them". */
function sumsOf(chances: Chances, answer: string): SideSums {
  const chance = chances[answer] ?? 0;
  const all = Object.values(chances);
  const none = 1 - all.reduce((sum, each) => sum + each, 0);
  const isFirst = chance > 0 && chance >= Math.max(none, ...all);
  return { loss: (1 - chance) ** 2, found: Number(isFirst), missed: Number(!isFirst), falseAlarms: 0 };
}

function round(chance: number): number {
  return Math.round(chance * DIGITS) / DIGITS;
}
