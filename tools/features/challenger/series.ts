// The series of a challenger's training, dealt into three parts: what it learns from, what its bar and calibration are
// fitted on, and what it is judged by. A service's own series stay together, so that nothing is judged by its own neighbour.

import { readOwnSeries } from '../own-series.ts';
import { makeSyntheticSeries } from '../synthetic-series.ts';
import { asLabelled, type TrainingSeries } from '../training-series.ts';

export interface ChallengerSources {
  /** The folder of the user's own series; none when absent. */
  readonly own: string | undefined;
  /** How many series to make up. */
  readonly synthetic: number;
}

export interface ChallengerSeries {
  readonly training: readonly TrainingSeries[];
  readonly calibrating: readonly TrainingSeries[];
  readonly judged: readonly TrainingSeries[];
}

/** Other made-up series than the shipped models have learned from: judged by their own, they would win unfairly. */
const SEED = 20261122;
/** Of eight groups five teach, one calibrates, and two judge. */
const PARTS = [
  'training',
  'judged',
  'training',
  'training',
  'calibrating',
  'training',
  'judged',
  'training',
] as const;

/** Deals the series, the same for the same names. */
export function collectChallengerSeries({ own, synthetic }: ChallengerSources): ChallengerSeries {
  const dealt: { [Part in keyof ChallengerSeries]: TrainingSeries[] } = {
    training: [],
    calibrating: [],
    judged: [],
  };
  const ofUser = own === undefined ? [] : [...readOwnSeries(own)];
  const services = [...new Set(ofUser.map(serviceOf))];
  for (const series of ofUser) dealt[partOf(services.indexOf(serviceOf(series)))].push(series);
  let made = 0;
  for (const series of makeSyntheticSeries(synthetic, SEED)) {
    // Kinds and periods repeat every eighteen series, so that a step of one deals each of them into all parts.
    dealt[partOf(made + Math.floor(made / PARTS.length))].push({
      ...asLabelled(series),
      origin: 'synthetic',
    });
    made += 1;
  }
  return dealt;
}

function serviceOf({ name }: TrainingSeries): string {
  return name.split('--')[0] ?? name;
}

function partOf(place: number): keyof ChallengerSeries {
  return PARTS[place % PARTS.length] ?? 'training';
}
