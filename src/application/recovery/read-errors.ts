// What error logs say about an incident: the kinds of errors that rose with it, classified, as evidence for people and for
// finding the like of it. The decision does not rest on them: whoever writes a log line does not know why.

import { classifyError } from '#application/classify-error.ts';
import type { ErrorLogStore } from '#application/ports/error-logs.ts';
import type { Flags } from '#application/ports/operations.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import type { ErrorClass } from '#domain/error-class/error-class.ts';
import type { ErrorFinding } from '#domain/error-class/error-finding.ts';
import { judgeSeverity } from '#domain/error-class/error-line.ts';
import { BEFORE_SECONDS, findRisingErrors, type RisingError } from '#domain/error-class/rising-errors.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Service } from '#domain/service/service.ts';

export interface ReadErrorsDeps {
  readonly errorLogs: ErrorLogStore;
  readonly flags: Flags;
  /** Without it errors are named and counted, and not put into categories. */
  readonly errorClassifier?: TrainedModel | undefined;
}

/** Kinds of errors that are shown with an incident. */
const SHOWN = 8;

/** The errors that rose with the incident on these services, most telling first; undefined where no logs come in. */
export async function readErrors(
  deps: ReadErrorsDeps,
  { onsetAt }: Incident,
  { services, now }: { readonly services: readonly Service[]; readonly now: Instant },
): Promise<readonly ErrorFinding[] | undefined> {
  if (!(await deps.flags.isOn('self_healing.error_collection'))) return undefined;
  const [from, to] = [secondsAfter(onsetAt, -BEFORE_SECONDS), secondsAfter(now, 1)];
  const logging = services.filter(({ logGroups }) => logGroups.length > 0);
  if (logging.length === 0) return undefined;
  const read = await Promise.all(logging.map(({ id }) => deps.errorLogs.list(id, from, to)));
  const isOn = await deps.flags.isOn('self_healing.ml_models');
  const rising = findRisingErrors(read.flat(), { onsetAt, now }).slice(0, SHOWN);
  return Promise.all(rising.map((error) => describe(error, isOn ? deps.errorClassifier : undefined)));
}

async function describe(error: RisingError, classifier: TrainedModel | undefined): Promise<ErrorFinding> {
  const { level, ...rest } = error;
  const told = await tell(classifier, error.message);
  return { ...rest, severity: judgeSeverity(level, told), ...(told && { category: told.category }) };
}

/** A model that cannot answer leaves the error without a category. */
async function tell(classifier: TrainedModel | undefined, message: string): Promise<ErrorClass | undefined> {
  if (!classifier) return undefined;
  return classifyError(classifier, { message }).catch(() => undefined);
}
