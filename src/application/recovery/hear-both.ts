// What champion and challenger of a learned voice say of the very same thing. It is only written down, and no failure of the
// challenger reaches what is believed (M109).

import type { ChosenModels } from '#application/models/choose-models.ts';
import type { Log } from '#application/ports/operations.ts';
import type { Voice } from '#domain/diagnosis/diagnosis.ts';

/** An answer with the hash of the model that gave it, or why none did. */
interface Answer {
  readonly modelHash?: string | undefined;
  readonly problem?: string | undefined;
}

/** How the versions of one voice are asked, and what of an answer is kept. */
export interface BothQuestion<Model, Subject, Found extends Answer, Said> {
  readonly chosen: ChosenModels<Model>;
  /** The name of the model. */
  readonly name: string;
  readonly speaker: Voice['speaker'];
  /** Of the diagnosis: nothing is compared with a champion that did not speak in it. */
  readonly voices: readonly Voice[];
  /** What both are asked about; made only where they are asked. */
  subject(): Subject;
  ask(model: Model, subject: Subject): Promise<Found>;
  saidOf(found: Found): Said;
}

/** What both said, and their hashes. */
export interface BothSaid<Said> {
  readonly champion: string;
  readonly challenger: string;
  readonly said: { readonly champion: Said; readonly challenger: Said };
}

/** Undefined without a trial, where the champion did not speak, and where one of them does not answer, which is logged. */
export async function hearBoth<Model, Subject, Found extends Answer, Said>(
  log: Log,
  question: BothQuestion<Model, Subject, Found, Said>,
): Promise<BothSaid<Said> | undefined> {
  const { champion, challenger } = question.chosen;
  if (!champion || !challenger || !hasSpoken(question)) return undefined;
  const subject = question.subject();
  const own = await question.ask(champion, subject);
  const other = await question.ask(challenger, subject);
  if (own.modelHash === undefined || other.modelHash === undefined) {
    log.record('model-review-failed', { name: question.name, reason: other.problem });
    return undefined;
  }
  const said = { champion: question.saidOf(own), challenger: question.saidOf(other) };
  return { champion: own.modelHash, challenger: other.modelHash, said };
}

function hasSpoken({
  voices,
  speaker,
}: Pick<BothQuestion<never, never, Answer, never>, 'voices' | 'speaker'>): boolean {
  return voices.some((voice) => voice.speaker === speaker && voice.modelHash !== undefined);
}
