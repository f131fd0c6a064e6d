// What follows when a model is to be trained again: people are told, and where the settings let it the training is asked
// for on the bus. Who carries it out is no matter of the loop: a build project on AWS, a child process on one machine.

import { HEALER, type ModelLifeDeps } from '#application/models/registered.ts';
import type { EventBus } from '#application/ports/operations.ts';
import type { RetrainDecision } from '#domain/model/model.ts';

type Need = Pick<RetrainDecision, 'reason' | 'summary'>;

/** Puts a need that is new on the audit log and on the log. */
export async function recordNeed(
  { clock, audit, log }: ModelLifeDeps,
  name: string,
  { reason, summary }: Need,
): Promise<void> {
  await audit.append({
    at: clock.now(),
    event: 'retraining-decided',
    actor: HEALER,
    subject: name,
    detail: { reason, summary },
  });
  log.record('retraining-due', { name, reason, summary });
}

/** Asks for a training. Its result enters as a challenger, through the quality gate as every other. */
export async function askForTraining(
  { clock, audit, log, bus }: ModelLifeDeps & { readonly bus: EventBus },
  modelName: string,
  { reason, summary }: Need,
): Promise<void> {
  await bus.publish([{ type: 'retraining-asked', modelName, reason, summary }]);
  await audit.append({
    at: clock.now(),
    event: 'retraining-started',
    actor: HEALER,
    subject: modelName,
    detail: { reason, summary },
  });
  log.record('retraining-started', { name: modelName, reason });
}
