// How well trouble is found in dense KPIs with days: the corner of which the labelled sets have least. The anomalies are made
// up, and so are half of the series, so a figure here ranks methods and changes; it is none of real life.

import type { ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { f1Figure, meanFigure } from '../detection-figures.ts';
import type { Method } from '../detection-methods.ts';
import { bestThreshold, countEvents, eventF1, type LabelledScores, sumCounts } from '../event-score.ts';
import { figureOver } from '../ranking.ts';
import { type FoldModels, scoreRecorded } from '../recorded-logits.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from '../table.ts';
import { vusPr } from '../vus-pr.ts';
import { collectDenseKpis, type DenseKpi, isJudged, type JudgedKpi, judgedPart } from './dense-kpis.ts';
import { TROUBLE_KINDS } from './kpi-trouble.ts';

export interface DenseOptions extends Omit<BenchOptions, 'folds'> {
  readonly folds: FoldModels;
  readonly methods: readonly Method[];
  /** Of the shipped model: its bar is tried as it is. */
  readonly parameters: ScoreParameters;
}

/** `kinds` holds for each judged point the place of its trouble in TROUBLE_KINDS, and -1 where there is none. */
type ScoredKpi = DenseKpi & { readonly labelled: LabelledScores; readonly kinds: Int8Array };

/** The table of dense KPIs, and the one of the kinds of trouble found in them. */
export async function measureDense(options: DenseOptions): Promise<ModelTable[]> {
  const { data, seed, folds, say, methods, parameters } = options;
  const kpis: JudgedKpi[] = [];
  for (const kpi of collectDenseKpis({ data, seed }))
    kpis.push({ ...kpi, recorded: await scoreRecorded(kpi.series, folds) });
  say(`detection: ${kpis.length} dense series scored`);
  const scored = methods.map((method) => ({ method, kpis: kpis.map((kpi) => scoreKpi(kpi, method)) }));
  const [ours] = scored;
  const frozen = ours && frozenFigure(ours.kpis, parameters.bar, seed);
  return [
    {
      id: 'detection-dense',
      title: 'Detection, dense KPIs with days (made-up anomalies)',
      columns: [...COLUMNS.map(({ name }) => name), FROZEN, 'VUS-PR'],
      rows: scored.map((row) => denseRow(row, seed, row === ours ? frozen : undefined)),
      bars: { 'event-F1, all': 'above every other method' },
      notes: notesOf(kpis),
    },
    {
      id: 'detection-dense-kinds',
      title: 'Detection, dense KPIs: share of made-up anomalies found, by kind',
      columns: [...TROUBLE_KINDS, FALSE_ALARMS],
      rows: scored.map(kindRow),
      notes: ['At the threshold of the first column of the table before'],
    },
  ];
}

const SECONDS_PER_DAY = 86_400;
const FROZEN = 'event-F1, all, frozen bar';
const FALSE_ALARMS = 'false alarms a day';
const COLUMNS = [
  { name: 'event-F1, all', isIn: () => true },
  {
    name: '1 min, made up',
    isIn: ({ series, isMadeUp }: DenseKpi) => isMadeUp && series.periodSeconds === 60,
  },
  { name: '5 min, made up', isIn: ({ series, isMadeUp }: DenseKpi) => isMadeUp && series.periodSeconds > 60 },
  {
    name: '1 min, recorded',
    isIn: ({ series, isMadeUp }: DenseKpi) => !isMadeUp && series.periodSeconds === 60,
  },
  {
    name: '5 min, recorded',
    isIn: ({ series, isMadeUp }: DenseKpi) => !isMadeUp && series.periodSeconds > 60,
  },
] as const;

function scoreKpi(kpi: JudgedKpi, method: Method): ScoredKpi {
  const kinds = new Int8Array(kpi.marked.length).fill(-1);
  for (const { kind, from, to } of kpi.troubles) kinds.fill(TROUBLE_KINDS.indexOf(kind), from, to + 1);
  return {
    ...kpi,
    labelled: judgedPart(kpi, method.score(kpi.recorded)),
    kinds: kinds.filter((_, index) => isJudged(kpi, index)),
  };
}

interface ScoredMethod {
  readonly method: Method;
  readonly kpis: readonly ScoredKpi[];
}

function denseRow({ method, kpis }: ScoredMethod, seed: number, frozen: Figure | undefined): ModelRow {
  const figures = COLUMNS.map(({ name, isIn }) => [
    name,
    f1Figure(
      kpis.filter(isIn).map(({ labelled }) => labelled),
      seed,
    ),
  ]);
  const volumes = kpis.map(({ labelled }) => vusPr(labelled)).filter((volume) => volume !== undefined);
  return {
    method: method.name,
    isOurs: method.isOurs,
    figures: { ...Object.fromEntries(figures), [FROZEN]: frozen, 'VUS-PR': meanFigure(volumes, seed) },
  };
}

/** At the bar that was frozen at training, which has not seen any of these series. */
function frozenFigure(kpis: readonly ScoredKpi[], bar: number, seed: number): Figure {
  const counts = kpis.map(({ labelled }) => countEvents(labelled, bar));
  return figureOver(
    counts.length,
    (draw) => eventF1(sumCounts(counts.flatMap((count, i) => Array<typeof count>(draw[i] ?? 0).fill(count)))),
    seed,
  );
}

function kindRow({ method, kpis }: ScoredMethod): ModelRow {
  const { threshold } = bestThreshold(kpis.map(({ labelled }) => labelled));
  const found = TROUBLE_KINDS.map((kind, place) => [kind, { value: recallOf(kpis, place, threshold) }]);
  const { falseAlarms } = sumCounts(kpis.map(({ labelled }) => countEvents(labelled, threshold)));
  const value = falseAlarms / daysOf(kpis);
  return {
    method: method.name,
    isOurs: method.isOurs,
    figures: { ...Object.fromEntries(found), [FALSE_ALARMS]: { value } },
  };
}

/** The share that is found of the trouble of one kind. */
function recallOf(kpis: readonly ScoredKpi[], place: number, threshold: number): number {
  const { found, events } = sumCounts(
    kpis.map(({ labelled, kinds }) => {
      const labels = Uint8Array.from(kinds, (kind) => (kind === place ? 1 : 0));
      return countEvents({ scores: labelled.scores, labels }, threshold);
    }),
  );
  return found / events;
}

function daysOf(kpis: readonly ScoredKpi[]): number {
  return kpis.reduce((sum, { labelled, series }) => {
    return sum + (labelled.scores.length * series.periodSeconds) / SECONDS_PER_DAY;
  }, 0);
}

function notesOf(kpis: readonly DenseKpi[]): string[] {
  const madeUp = kpis.filter(({ isMadeUp }) => isMadeUp).length;
  const troubles = kpis.reduce((sum, kpi) => sum + kpi.troubles.length, 0);
  return [
    `${troubles} made-up anomalies (${TROUBLE_KINDS.join(', ')}) in ${madeUp} made-up series of two to four weeks and ${kpis.length - madeUp} recordings of mscloud, ASD and JumpStarter; a figure here compares methods, and says nothing of how often real trouble is found`,
    'Series and anomalies are not made as those that the models learn from: other curves, noise, kinds, lengths, sizes and seeds. Recordings: judged by a main score that has not seen them; of services only metrics that nothing learned from; what people marked in them is not judged',
    'Event-F1 of all and of each kind of series, with one threshold for all series of a column, the best one for every method alike; frozen bar: the one that is shipped, which other draws of such trouble helped to choose. Events as in the table of mscloud',
  ];
}
