// What kind of error a line tells of: what `medic classify` does, from text to the document that it prints.

import { fileURLToPath } from 'node:url';
import { classifyError } from '#application/classify-error.ts';
import {
  type ErrorClass,
  type ErrorEvent,
  type PageSeverity,
  pageSeverityOf,
} from '#domain/error-class/error-class.ts';
import { DependencyError } from '#domain/errors.ts';
import { loadErrorClassifier } from '#runtime/error-classifier.ts';

/** The folder of the classifier that this checkout ships. */
const CLASSIFIER_FOLDER = fileURLToPath(new URL('../../../models/error-class', import.meta.url));

export interface ClassifiedError extends ErrorClass {
  /** The severity as a page would carry it. */
  readonly pageSeverity: PageSeverity;
}

/** The class of an error line. Throws a DependencyError when the classifier cannot be used. */
export async function classifyText(event: ErrorEvent): Promise<ClassifiedError> {
  const loaded = await loadErrorClassifier(CLASSIFIER_FOLDER);
  if (!loaded.ok) throw new DependencyError(loaded.refusal);
  const found = await classifyError(loaded.value, event);
  return { ...found, pageSeverity: pageSeverityOf(found.severity) };
}
