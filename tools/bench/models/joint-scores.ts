// How well trouble of whole services is found from all of their metrics together. Nothing is trained: the joint score
// learns each service while it reads it, so no service can be known before.

import { scoreInHindsight } from '#domain/detection/joint-hindsight.ts';
import { openJointScore } from '#domain/detection/joint-score.ts';
import { type RecordedService, readRecordedServices } from '../../features/recorded-services.ts';
import { bestThreshold, countEvents, eventF1, type LabelledScores, sumCounts } from './event-score.ts';
import { JOINT_BASELINES, type JointBaseline } from './joint-baselines.ts';
import { type Draw, figureOver } from './ranking.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';
import { vusPr } from './vus-pr.ts';

const COLUMNS = [
  'VUS-PR, ASD',
  'VUS-PR, JumpStarter',
  'VUS-PR, all',
  'VUS-PR, all, smoothed',
  'VUS-PR, all, nothing before',
  'event-F1',
] as const;
/** Half-life of the smoothing that every method is also given, in points. */
const SMOOTHING_POINTS = 8;

interface Method {
  readonly name: string;
  readonly isOurs: boolean;
  score(service: RecordedService): Float64Array;
  /** What alarms are raised from, where that is not the score. */
  alarm?(service: RecordedService): Float64Array;
}

const METHODS: readonly Method[] = [
  {
    name: 'joint score',
    isOurs: true,
    score: (service) => causalScores(service).scores,
    alarm: (service) => causalScores(service).suddenness,
  },
  { name: 'joint score in hindsight (looks ahead)', isOurs: true, score: scoreInHindsight },
  ...Object.entries(JOINT_BASELINES).map(([name, score]: [string, JointBaseline]) => ({
    ...{ name, isOurs: false, score },
  })),
];

/** The table of joint detection. */
export async function measureJoint({ data, seed, say }: BenchOptions): Promise<ModelTable[]> {
  const services = [...readRecordedServices(data)];
  if (services.length === 0) return [];
  const rows = METHODS.map((method) => {
    say(`joint: ${method.name}`);
    return measureMethod(method, services, seed);
  });
  return [
    {
      id: 'joint',
      title: 'Several metrics of one service together',
      columns: COLUMNS,
      rows,
      bars: { 'VUS-PR, all': '> 0.474, aim 0.50' },
      notes: [
        `${services.length} services with 19 metrics each; figures are means over services, intervals by drawing services anew`,
        'scores of the labelled part after reading the part before it; in the last VUS-PR column nothing is read before',
        `smoothed: an exponential mean of ${SMOOTHING_POINTS} points half-life over the scores`,
        'event-F1: each set at the threshold that is best on the other set, both together',
      ],
    },
  ];
}

/** The labelled part alone, as a service of which nothing was seen before. */
function withoutBefore(service: RecordedService): RecordedService {
  return { ...service, points: service.points.slice(service.firstLabelled), firstLabelled: 0 };
}

function measureMethod(method: Method, services: readonly RecordedService[], seed: number): ModelRow {
  const scored = services.map((service) => labelled(service, method.score(service)));
  const smooth = scored.map(({ scores, labels }) => ({ scores: smoothed(scores), labels }));
  const alone = services.map((service) => labelled(service, method.score(withoutBefore(service))));
  const alarms = method.alarm
    ? services.map((service) => labelled(service, method.alarm?.(service) ?? new Float64Array()))
    : scored;
  const inSet = (set: RecordedService['dataset']) => scored.filter((_, i) => services[i]?.dataset === set);
  return {
    method: method.name,
    isOurs: method.isOurs,
    figures: {
      'VUS-PR, ASD': meanVolume(inSet('asd'), seed),
      'VUS-PR, JumpStarter': meanVolume(inSet('jumpstarter'), seed),
      'VUS-PR, all': meanVolume(scored, seed),
      'VUS-PR, all, smoothed': meanVolume(smooth, seed),
      'VUS-PR, all, nothing before': meanVolume(alone, seed),
      'event-F1': crossedF1(alarms, services, seed),
    },
  };
}

function labelled({ labels }: RecordedService, scores: Float64Array): LabelledScores {
  return { scores: scores.slice(scores.length - labels.length), labels };
}

function smoothed(scores: Float64Array): Float64Array {
  const share = 1 - 2 ** (-1 / SMOOTHING_POINTS);
  let mean = scores[0] ?? 0;
  return scores.map((score) => {
    mean += share * (score - mean);
    return mean;
  });
}

function meanVolume(scored: readonly LabelledScores[], seed: number): Figure | undefined {
  const volumes = scored.map(vusPr).filter((volume) => volume !== undefined);
  if (volumes.length === 0) return undefined;
  const mean = (draw: Draw) => {
    const weighted = volumes.reduce((sum, volume, i) => sum + volume * (draw[i] ?? 0), 0);
    return weighted / volumes.reduce((sum, _, i) => sum + (draw[i] ?? 0), 0);
  };
  return figureOver(volumes.length, mean, seed);
}

/** Thresholds never come from the set that they are judged on. */
function crossedF1(
  scored: readonly LabelledScores[],
  services: readonly RecordedService[],
  seed: number,
): Figure {
  const isAsd = (index: number) => services[index]?.dataset === 'asd';
  const forJumpstarter = bestThreshold(scored.filter((_, i) => isAsd(i))).threshold;
  const forAsd = bestThreshold(scored.filter((_, i) => !isAsd(i))).threshold;
  const counts = scored.map((one, i) => countEvents(one, isAsd(i) ? forAsd : forJumpstarter));
  return figureOver(
    counts.length,
    (draw) => eventF1(sumCounts(counts.flatMap((count, i) => Array<typeof count>(draw[i] ?? 0).fill(count)))),
    seed,
  );
}

interface CausalScores {
  readonly scores: Float64Array;
  readonly suddenness: Float64Array;
}

/** As `medic score` reads a file. */
function causalScores({ points, metricCount, periodSeconds }: RecordedService): CausalScores {
  const take = openJointScore(metricCount, periodSeconds);
  const scores = new Float64Array(points.length);
  const suddenness = new Float64Array(points.length);
  points.forEach((point, index) => {
    const sight = take(point);
    scores[index] = sight.score;
    suddenness[index] = sight.suddenness;
  });
  return { scores, suddenness };
}
