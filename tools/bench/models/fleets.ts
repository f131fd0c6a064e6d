// How the whole of detection, prediction and diagnosis does on days of the simulated fleet, with all its faults and benign
// events, beside static thresholds that are run in shadow over the same metrics. Each story is held against the plant's
// truth, and what is drawn anew for the intervals is the story.

import { recordStories, STORY_HOURS, STORY_SEEDS } from './fleet-stories.ts';
import { type StoryTally, tallyStory, type Watcher } from './fleet-tally.ts';
import { type Draw, figureOver } from './ranking.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';

const COLUMNS = [
  'told to people a day',
  'noise reduction',
  'detected',
  'false per service-day',
  'ticks to detect',
  'minutes to detect',
  'leaks 15 min ahead',
  'true service first',
  'strictly',
  'true type first',
] as const;
type Column = (typeof COLUMNS)[number];

const BARS: Readonly<Partial<Record<Column, string>>> = {
  'noise reduction': '>= 0.8',
  detected: '>= 0.95',
  'false per service-day': '<= 0.1',
  'ticks to detect': '<= 2',
  'leaks 15 min ahead': '>= 0.85',
  'true service first': '>= 0.85',
};

/** A figure over stories, each counted as often as it was drawn. */
type Measure = (sum: (of: (tally: StoryTally) => number) => number, all: Drawn) => number;
/** All numbers that drawn stories hold together. */
type Drawn = (of: (tally: StoryTally) => readonly number[]) => readonly number[];
type Measures = Readonly<Partial<Record<Column, Measure>>>;

const OURS: Measures = {
  'told to people a day': (sum) => sum(({ told }) => told.incidents) / sum(() => STORY_HOURS / 24),
  'noise reduction': (sum) => 1 - sum(({ told }) => told.incidents) / sum(({ told }) => told.notices),
  ...watching(({ ours }) => ours),
  'ticks to detect': (_sum, all) => medianOf(all(({ ours }) => ours.ticks)),
  'leaks 15 min ahead': (sum) => sum(({ leaksAhead }) => leaksAhead) / sum(({ leaks }) => leaks),
  'true service first': (sum) => sum(({ rightService }) => rightService) / sum(({ diagnosed }) => diagnosed),
  strictly: (sum) => sum(({ strictlyRight }) => strictlyRight) / sum(({ diagnosed }) => diagnosed),
  'true type first': (sum) => sum(({ rightType }) => rightType) / sum(({ diagnosed }) => diagnosed),
};

const PAGES: Measures = {
  'told to people a day': (sum) => sum(({ told }) => told.pages) / sum(() => STORY_HOURS / 24),
  'noise reduction': (sum) => 1 - sum(({ told }) => told.pages) / sum(({ told }) => told.notices),
};

const CALM: Measures = {
  'told to people a day': (sum) => sum(({ told }) => told.calmNotices) / sum(() => STORY_HOURS / 24),
  'noise reduction': (sum) => 1 - sum(({ told }) => told.calmNotices) / sum(({ told }) => told.notices),
};

const THRESHOLDS: Measures = {
  'told to people a day': (sum) => sum(({ told }) => told.notices) / sum(() => STORY_HOURS / 24),
  ...watching(({ thresholds }) => thresholds),
};

/** The table of the simulated fleet. */
export async function measureFleets({ seed, say }: BenchOptions): Promise<ModelTable[]> {
  const rows: ModelRow[] = [];
  const notes: string[] = [];
  for (const seeds of STORY_SEEDS) {
    const { name } = seeds;
    const tallies = (await recordStories(seeds, say)).map(tallyStory);
    const row = (method: string, measures: Measures): ModelRow => ({
      method: `${method}, ${name}`,
      isOurs: measures === OURS,
      figures: figuresOf(tallies, measures, seed),
    });
    rows.push(
      row('Fleetmedic, incidents', OURS),
      row('of these, calls to a person', PAGES),
      row('static thresholds in shadow', THRESHOLDS),
      row('the same, repeats within 15 min left out', CALM),
    );
    notes.push(noteOn(name, tallies));
  }
  const title = 'The simulated fleet: all faults and benign events, mode auto';
  return [{ id: 'fleet', title, columns: COLUMNS, rows, bars: BARS, notes: [...NOTES, ...notes] }];
}

const NOTES: readonly string[] = [
  'Days of twelve services. Static thresholds: error share 5 %, three times the usual p99, queue age 300 s, CPU and memory 80 %, any unhealthy target, each 3 minutes of 3. They notify each time one begins to ring',
  'Abrupt: faults at full strength at once that are no leaks. Ticks: minutes of data from the first in which users noticed; minutes: the same to the time it was told, with one to three minutes in which metrics are published',
  'Leaks: those that users would feel if nobody acted and nothing else were wrong; a prediction by the rise in its health record or by the failure model, or an incident, counts when it came 15 minutes before',
  'Causes: the first hypothesis of the last diagnosis of all incidents that belong to a fault, but for those that were over before they were looked at. Right is the service that one of the faults at work struck, a third party that is slow, or one that a surge of demand is passed on to. Strictly: the service that was struck by the one fault felt nearest to the onset of the incident, and of a surge none that it is passed on to',
];

function noteOn(name: string, tallies: readonly StoryTally[]): string {
  const sum = (of: (tally: StoryTally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const idle = sum(({ idleWarnings }) => idleWarnings) / sum(({ serviceDays }) => serviceDays);
  const counts = [
    `${sum(({ injected }) => injected)} faults`,
    `${sum(({ ours }) => ours.ticks.length)} abrupt ones found`,
    `${sum(({ leaks }) => leaks)} leaks`,
    `${sum(({ diagnosed }) => diagnosed)} diagnoses`,
    `${idle.toFixed(3)} idle predictions a service and day`,
  ];
  return `${name}: ${counts.join(', ')}`;
}

function watching(of: (tally: StoryTally) => Watcher): Measures {
  return {
    detected: (sum) => sum((tally) => of(tally).detected) / sum(({ injected }) => injected),
    'false per service-day': (sum) =>
      sum((tally) => of(tally).falseCount) / sum(({ serviceDays }) => serviceDays),
    'minutes to detect': (_sum, all) => medianOf(all((tally) => of(tally).minutes)),
  };
}

function figuresOf(tallies: readonly StoryTally[], measures: Measures, seed: number): ModelRow['figures'] {
  const figures: Record<string, Figure> = {};
  for (const [column, measure] of Object.entries(measures))
    figures[column] = figureOver(tallies.length, (draw) => measureDrawn(tallies, measure, draw), seed);
  return figures;
}

function measureDrawn(tallies: readonly StoryTally[], measure: Measure, draw: Draw): number {
  const drawn = tallies.flatMap((tally, place) => Array.from({ length: draw[place] ?? 0 }, () => tally));
  return measure(
    (of) => drawn.reduce((total, tally) => total + of(tally), 0),
    (of) => drawn.flatMap(of),
  );
}

/** The lower of the two in the middle; not a number where there is none. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
