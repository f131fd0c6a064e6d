// How well the true cause of recorded incidents is found, beside what a ranking has to beat, and how often normal life is
// told to have no single cause. Ours is judged by a ranker that never saw the system that it is judged on.

import { join } from 'node:path';
import { askRanker } from '#application/find-causes.ts';
import { type Logits, priorLogits, type RankingWork } from '#domain/cause/rank-causes.ts';
import { openStream, type RandomStream } from '#local/fleet/random.ts';
import { loadCauseRanker } from '#runtime/cause-ranker.ts';
import {
  type BaselineRanking,
  rankByDeviation,
  rankByTraversal,
  rankByZScore,
} from '../../features/causes/baseline-rankings.ts';
import { workOut } from '../../features/causes/case-features.ts';
import { simulateFaults } from '../../features/causes/fleet-incidents.ts';
import { drawNormalLife } from '../../features/causes/normal-life.ts';
import { type RecordedSystem, readSystems } from '../../features/causes/systems.ts';
import { openFolds, openModel } from './folds.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';

const COLUMNS = ['top-1', 'top-3', 'top-1, own onset', 'top-3, own onset', 'specificity'] as const;
type Column = (typeof COLUMNS)[number];
const NORMAL_STRETCHES = 150;
const RESAMPLES = 1000;
const MODEL = 'cause-ranker';
const BARS: Readonly<Record<RecordedSystem['dataset'], Readonly<Record<string, string>>>> = {
  petshop: { 'top-1': '> 0.62, aim 0.75', 'top-3': '> 0.875, aim 0.95', specificity: '>= 0.8' },
  nezha: { 'top-1': '> 0.375, aim 0.55', 'top-3': '> 0.589, aim 0.80' },
  fleet: { 'top-1': 'aim 0.85' },
};

const TITLES: Readonly<Record<RecordedSystem['dataset'], string>> = {
  petshop: 'Root cause, PetShop',
  nezha: 'Root cause, Nezha OnlineBoutique (metrics only)',
  fleet: 'Root cause, faults of the simulated fleet (one at a time, nobody acts)',
};

/** A way to rank: logits with one for "no single cause", or scores without. */
interface Method {
  readonly name: string;
  readonly isOurs: boolean;
  rank(work: RankingWork, dataset: RecordedSystem['dataset']): Promise<Logits>;
}

/** For each column one number for each case: the chance that the method is right. */
type Hits = Record<Column, number[]>;

/** The tables of root-cause ranking, one for each data set that is there. */
export async function measureCauses({ data, folds, seed, say }: BenchOptions): Promise<ModelTable[]> {
  const systems = [...(await readSystems(data)), ...simulateFaults(seed)];
  const methods = await openMethods(folds);
  const tables: ModelTable[] = [];
  for (const [dataset, own] of Map.groupBy(systems, (system) => system.dataset)) {
    say(`causes: ${dataset}`);
    const rows: ModelRow[] = [];
    for (const method of methods) rows.push(await measureMethod(method, own, seed));
    const notes = notesOn(own);
    tables.push({
      id: `causes-${dataset}`,
      title: TITLES[dataset],
      columns: COLUMNS,
      rows,
      bars: BARS[dataset],
      notes,
    });
  }
  return tables;
}

function notesOn(systems: readonly RecordedSystem[]): readonly string[] {
  return [
    'An incident that is told to have no single cause counts as missed',
    `${systems.flatMap(({ cases }) => cases).length} incidents with a known cause; of equal scores the chance of a ` +
      'random draw counts; brackets: 90 % interval over resampled incidents',
    `Specificity: ${NORMAL_STRETCHES} stretches of normal life per system; methods without such an answer have none`,
    'Ours: trained on made-up faults in normal life; no recorded incident and no simulated one is trained on',
  ];
}

/** Every method; ours from the fold of a data set that did not train it, or as shipped of a system that trains none. */
async function openMethods(folds: string): Promise<readonly Method[]> {
  const shipped = await openModel(join(import.meta.dirname, '../../../models', MODEL), loadCauseRanker);
  const ofFold = await openFolds(join(folds, MODEL), loadCauseRanker);
  return [
    {
      name: 'ranker, trained on the other system',
      isOurs: true,
      rank: (work, dataset) => askRanker(ofFold(dataset) ?? shipped, work),
    },
    { name: 'ranker, as shipped', isOurs: true, rank: (work) => askRanker(shipped, work) },
    { name: 'first principles', isOurs: true, rank: async (work) => priorLogits(work) },
    baseline('deviation ranking', rankByDeviation),
    baseline('traversal, random tie-breaks', rankByTraversal),
    baseline('z-score', rankByZScore),
  ];
}

function baseline(name: string, rank: BaselineRanking): Method {
  return {
    name,
    isOurs: false,
    rank: async (work) => ({ components: rank(work), none: Number.NEGATIVE_INFINITY }),
  };
}

async function measureMethod(
  method: Method,
  systems: readonly RecordedSystem[],
  seed: number,
): Promise<ModelRow> {
  const hits: Hits = {
    'top-1': [],
    'top-3': [],
    'top-1, own onset': [],
    'top-3, own onset': [],
    specificity: [],
  };
  for (const system of systems) {
    await judgeIncidents(method, system, hits);
    await judgeNormalLife(method, system, { hits, seed });
  }
  const random = openStream(seed, `causes/${method.name}`);
  const answersNone = hits.specificity.some((hit) => hit > 0);
  const figures = COLUMNS.map((column): [Column, Figure | undefined] => [
    column,
    column === 'specificity' && !answersNone ? undefined : figureOf(hits[column], random),
  ]);
  return { method: method.name, isOurs: method.isOurs, figures: Object.fromEntries(figures) };
}

async function judgeIncidents(method: Method, system: RecordedSystem, hits: Hits): Promise<void> {
  for (const each of system.cases) {
    for (const onset of ['given', 'estimated'] as const) {
      const work = workOut(system, each, onset);
      const { components, none } = await method.rank(work, system.dataset);
      // Who says that there is no cause has not found it, however the components stand.
      const isAnswered = Math.max(...Array.from(components)) > none;
      const truth = isAnswered ? work.evidence.findIndex(({ name }) => name === each.cause) : -1;
      const suffix = onset === 'given' ? '' : ', own onset';
      hits[`top-1${suffix}`].push(chanceWithin(1, components, truth));
      hits[`top-3${suffix}`].push(chanceWithin(3, components, truth));
    }
  }
}

async function judgeNormalLife(
  method: Method,
  system: RecordedSystem,
  { hits, seed }: { readonly hits: Hits; readonly seed: number },
): Promise<void> {
  // Each fault of the fleet is a system of its own; their normal mornings are all alike.
  if (system.dataset === 'fleet') return;
  const random = openStream(seed, `normal life/${system.name}`);
  for (let drawn = 0; drawn < NORMAL_STRETCHES; drawn += 1) {
    const work = workOut(system, drawNormalLife(system, random, String(drawn)));
    const { components, none } = await method.rank(work, system.dataset);
    hits.specificity.push(Math.max(...Array.from(components)) <= none ? 1 : 0);
  }
}

/** The chance that the true one is among the first `places` when equals are drawn at random. */
function chanceWithin(places: number, scores: ArrayLike<number>, truth: number): number {
  const own = scores[truth];
  if (own === undefined) return 0;
  const all = Array.from(scores);
  const better = all.filter((score) => score > own).length;
  const equal = all.filter((score) => score === own).length;
  return Math.min(1, Math.max(0, places - better) / equal);
}

function figureOf(hits: readonly number[], random: RandomStream): Figure {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(hits.map(() => hits[Math.floor(random.uniform() * hits.length)] ?? 0)),
  ).sort((a, b) => a - b);
  const at = (share: number) => means[Math.floor(share * (RESAMPLES - 1))] ?? 0;
  return { value: mean(hits), interval: [at(0.05), at(0.95)] };
}
