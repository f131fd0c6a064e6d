// How well the failure type of an incident is named on days of the simulated fleet: by the decision tree, by the classifier
// and by all voices together, each of the very same diagnoses, beside always naming the most frequent type.

import {
  judgeTypes,
  majorityOf,
  type NamedType,
  type TypeCase,
  type TypeVoice,
} from './failure-type-cases.ts';
import { recordStories, STORY_SEEDS } from './fleet-stories.ts';
import { calibrationError, type Draw, figureOver, rankMoments } from './ranking.ts';
import type { BenchOptions, ModelRow, ModelTable } from './table.ts';

const COLUMNS = ['accuracy', 'macro-F1', 'ECE', 'names nothing', 'right where it names one'] as const;
type Column = (typeof COLUMNS)[number];

const VOICES: readonly { readonly voice: TypeVoice; readonly method: string; readonly isOurs: boolean }[] = [
  { voice: 'classifier', method: 'random forest alone', isOurs: true },
  { voice: 'tree', method: 'decision tree alone', isOurs: true },
  { voice: 'fused', method: 'all voices, as diagnosed', isOurs: true },
  { voice: 'majority', method: 'the most frequent type', isOurs: false },
];

/** The table of failure types. The held-out seeds come first: theirs are the figures of the gate. */
export async function measureFailureTypes({ seed, say }: BenchOptions): Promise<ModelTable[]> {
  const rows: ModelRow[] = [];
  const notes: string[] = [];
  for (const seeds of STORY_SEEDS.toReversed()) {
    const stories = (await recordStories(seeds, say)).map(judgeTypes);
    const majority = majorityOf(stories.flat());
    const named = stories.map((cases) => cases.map((each) => ({ ...each, majority })));
    for (const { voice, method, isOurs } of VOICES)
      rows.push({
        method: `${method}, ${seeds.name}`,
        isOurs,
        figures: figuresOf(named, voice, seed),
      });
    notes.push(noteOn(seeds.name, stories.flat()));
  }
  const title = 'Failure types, the simulated fleet';
  return [{ id: 'failure-types', title, columns: COLUMNS, rows, notes: [...NOTES, ...notes] }];
}

const NOTES: readonly string[] = [
  'The last diagnosis of each incident that was not over before it was looked at. Right is the type of one of the faults at work, and "unexplained" where none was; brackets: 90 % interval over resampled stories',
  'Macro-F1: mean over the types that occur. ECE: of the confidence in the type that is named first, 15 bins. Names nothing: the first is "unexplained", or there is none',
  'The forest was trained on other seeds of the same fleet, from 1001 on: the same physics, services and kinds of faults. It is no measure of how it would do elsewhere; the tree knows the fleet no less, by whoever wrote and tried it',
];

function noteOn(name: string, cases: readonly TypeCase[]): string {
  const explained = cases.filter(({ truth }) => !truth.includes('unexplained'));
  return `${name}: ${cases.length} incidents, ${explained.length} of them of faults`;
}

type Told = TypeCase & { readonly majority: NamedType };

function figuresOf(
  stories: readonly (readonly Told[])[],
  voice: TypeVoice,
  seed: number,
): ModelRow['figures'] {
  const measures: Readonly<Record<Column, (draw: Draw) => number>> = {
    accuracy: (draw) => shareOf(drawn(stories, draw), (each) => isRight(each, voice)),
    'macro-F1': (draw) => macroF1(drawn(stories, draw), voice),
    ECE: (draw) => calibrationError(rankingOf(stories, voice), draw),
    'names nothing': (draw) => shareOf(drawn(stories, draw), (each) => !hasNamed(each, voice)),
    'right where it names one': (draw) => {
      const named = drawn(stories, draw).filter((each) => hasNamed(each, voice));
      return shareOf(named, (each) => isRight(each, voice));
    },
  };
  const columns = COLUMNS.filter((column) => voice !== 'majority' || column !== 'ECE');
  return Object.fromEntries(
    columns.map((column) => [column, figureOver(stories.length, measures[column], seed)]),
  );
}

function drawn(stories: readonly (readonly Told[])[], draw: Draw): readonly Told[] {
  return stories.flatMap((cases, place) => Array.from({ length: draw[place] ?? 0 }, () => cases).flat());
}

function shareOf(cases: readonly Told[], is: (each: Told) => boolean): number {
  return cases.length === 0 ? 0 : cases.filter(is).length / cases.length;
}

function isRight(each: Told, voice: TypeVoice): boolean {
  return each.truth.includes(each[voice].failureType);
}

function hasNamed(each: Told, voice: TypeVoice): boolean {
  return each[voice].failureType !== 'unexplained';
}

function rankingOf(stories: readonly (readonly Told[])[], voice: TypeVoice) {
  return rankMoments(
    stories.map((cases) => ({
      scores: cases.map((each) => each[voice].confidence),
      hits: cases.map((each) => (isRight(each, voice) ? 1 : 0)),
    })),
  );
}

/** Of two true types the one that was named counts, else the nearest fault's. */
function macroF1(cases: readonly Told[], voice: TypeVoice): number {
  const pairs = cases.map((each) => {
    const said = each[voice].failureType;
    return { said, truth: each.truth.includes(said) ? said : each.truth[0] };
  });
  const types = [...new Set(pairs.map(({ truth }) => truth))];
  const scores = types.map((type) => {
    const right = pairs.filter(({ said, truth }) => said === type && truth === type).length;
    const named = pairs.filter(({ said }) => said === type).length;
    const there = pairs.filter(({ truth }) => truth === type).length;
    return (2 * right) / (named + there);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
