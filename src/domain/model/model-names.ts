// The models that judge no incidents, and that are tried by their own outcomes: what was foretold is held against what came;
// and what is no longer done on the word of a model that has drifted.

/** By what they do, the names of their folders under `models/`. */
export const OUTCOME_MODELS = {
  failures: 'failure-boosting',
  demand: 'forecast-mixer',
  causes: 'cause-ranker',
  types: 'failure-type',
} as const;

const NAMES: ReadonlySet<string> = new Set(Object.values(OUTCOME_MODELS));

/** Whether a model that judges no incidents has outcomes to be tried by. */
export function hasOutcomes(modelName: string): boolean {
  return NAMES.has(modelName);
}

/** Of models whose word leads to less than that of the scoring model. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  [OUTCOME_MODELS.failures]:
    'nothing automatic follows from its warnings until it fits again or another version decides',
  [OUTCOME_MODELS.demand]:
    'no capacity is asked for on its word until it fits again or another version decides',
};

/** What follows from the drift of a model, as the end of a sentence. */
export function consequenceOfDrift(modelName: string): string {
  return CONSEQUENCES[modelName] ?? 'nothing is done automatically until it is trained again';
}
