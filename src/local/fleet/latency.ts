// How long requests take: a mixture of log-normal bodies with one Pareto tail whose weight grows with utilization. Bodies
// differ where requests do: those that make a rare call, those that meet a bad task.

/** Most bodies in one mixture: the usual path, each rare call of the busiest service, and the bad tasks. */
export const MOST_PARTS = 8;

/** Share of requests in the tail on an idle service, and what it grows by towards saturation. */
const TAIL_SHARE_IDLE = 0.003;
const TAIL_SHARE_BUSY = 0.03;
/** The tail begins at this multiple of the mean; its exponent keeps mean and variance finite. */
const TAIL_START = 2.5;
const TAIL_EXPONENT = 2.6;

/** A distribution of seconds. Kept as parallel arrays: it is rebuilt for each service at each step. */
export interface LatencyMix {
  parts: number;
  readonly weights: number[];
  readonly means: number[];
  /** Parameters of the normal law of the logarithm. */
  readonly logMeans: number[];
  readonly logDeviations: number[];
  tailShare: number;
  tailStart: number;
}

/** A mixture without parts. */
export function emptyMix(): LatencyMix {
  const zeros = () => new Array<number>(MOST_PARTS).fill(0);
  return {
    parts: 0,
    weights: zeros(),
    means: zeros(),
    logMeans: zeros(),
    logDeviations: zeros(),
    tailShare: 0,
    tailStart: 1,
  };
}

/** Adds a body of the given weight, mean (seconds) and variance; ignored when it weighs nothing or the mix is full. */
export function addPart(mix: LatencyMix, weight: number, mean: number, variance: number): void {
  if (weight <= 0 || mean <= 0 || mix.parts >= MOST_PARTS) return;
  const logVariance = Math.log(1 + variance / (mean * mean));
  const part = mix.parts;
  mix.weights[part] = weight;
  mix.means[part] = mean;
  mix.logMeans[part] = Math.log(mean) - logVariance / 2;
  mix.logDeviations[part] = Math.max(Math.sqrt(logVariance), 0.05);
  mix.parts = part + 1;
}

/** Gives the mixture the tail that belongs to the utilization of its service. */
export function setTail(mix: LatencyMix, utilization: number): void {
  const rho = Math.min(Math.max(utilization, 0), 1);
  mix.tailShare = TAIL_SHARE_IDLE + TAIL_SHARE_BUSY * rho ** 4;
  mix.tailStart = TAIL_START * mixMean(mix);
}

/** Mean seconds of the bodies. */
export function mixMean(mix: LatencyMix): number {
  return cappedMean(mix, Number.POSITIVE_INFINITY);
}

/** Mean seconds when nobody waits longer than `limit`; each body is cut at its mean, which errs by little. */
export function cappedMean(mix: LatencyMix, limit: number): number {
  let sum = 0;
  for (let part = 0; part < mix.parts; part += 1) {
    sum += (mix.weights[part] ?? 0) * Math.min(mix.means[part] ?? 0, limit);
  }
  return sum;
}

/** Chance of taking longer than `seconds`. */
export function shareLongerThan(mix: LatencyMix, seconds: number): number {
  return Math.min(1, Math.max(0, 1 - mixCdf(mix, seconds, Math.log(seconds))));
}

function mixCdf(mix: LatencyMix, seconds: number, logSeconds: number): number {
  let body = 0;
  for (let part = 0; part < mix.parts; part += 1) {
    const z = (logSeconds - (mix.logMeans[part] ?? 0)) / (mix.logDeviations[part] ?? 1);
    body += (mix.weights[part] ?? 0) * normalCdf(z);
  }
  const tail = seconds <= mix.tailStart ? 0 : 1 - (mix.tailStart / seconds) ** TAIL_EXPONENT;
  return (1 - mix.tailShare) * body + mix.tailShare * tail;
}

/** The normal law is read from a table: it stands in the innermost loop. */
const TABLE_REACH = 5;
const TABLE_STEPS_PER_UNIT = 128;
const NORMAL_TABLE = buildNormalTable();

function buildNormalTable(): Float64Array {
  const table = new Float64Array(2 * TABLE_REACH * TABLE_STEPS_PER_UNIT + 2);
  let cumulated = 0;
  for (let index = 1; index < table.length; index += 1) {
    const z = (index - 0.5) / TABLE_STEPS_PER_UNIT - TABLE_REACH;
    cumulated += Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / TABLE_STEPS_PER_UNIT;
    table[index] = cumulated;
  }
  return table;
}

/** P(Z <= z) of the standard normal law, by linear interpolation in the table. */
export function normalCdf(z: number): number {
  if (z <= -TABLE_REACH) return 0;
  if (z >= TABLE_REACH) return 1;
  const position = (z + TABLE_REACH) * TABLE_STEPS_PER_UNIT;
  const index = Math.floor(position);
  const low = NORMAL_TABLE[index] ?? 0;
  return low + ((NORMAL_TABLE[index + 1] ?? 1) - low) * (position - index);
}

/** Bins of a minute's latencies: logarithmic, from one millisecond to a minute. */
const BIN_RATIO = 1.35;
export const BIN_COUNT = 37;
const FIRST_EDGE_SECONDS = 0.001;
const BIN_EDGES = Array.from(
  { length: BIN_COUNT + 1 },
  (_, index) => FIRST_EDGE_SECONDS * BIN_RATIO ** index,
);
const LOG_FIRST_EDGE = Math.log(FIRST_EDGE_SECONDS);
const LOG_BIN_RATIO = Math.log(BIN_RATIO);
const LOG_BIN_EDGES = BIN_EDGES.map((edge) => Math.log(edge));

/** Below this many deviations from its mean a body holds nothing that would show. */
const NEGLIGIBLE_DEVIATIONS = 5;
const ALL_BUT_NOTHING = 1 - 1e-9;

/** Adds so many requests of a mixture to a histogram. */
export function addToHistogram(histogram: number[], mix: LatencyMix, requests: number): void {
  let below = 0;
  for (let bin = firstBinOf(mix); bin < BIN_COUNT && below < ALL_BUT_NOTHING; bin += 1) {
    const isLast = bin === BIN_COUNT - 1;
    const cdf = isLast ? 1 : mixCdf(mix, BIN_EDGES[bin + 1] ?? 0, LOG_BIN_EDGES[bin + 1] ?? 0);
    histogram[bin] = (histogram[bin] ?? 0) + requests * (cdf - below);
    below = cdf;
  }
}

/** The first bin that a mixture reaches. */
function firstBinOf(mix: LatencyMix): number {
  let least = Number.MAX_VALUE;
  for (let part = 0; part < mix.parts; part += 1) {
    const start = (mix.logMeans[part] ?? 0) - NEGLIGIBLE_DEVIATIONS * (mix.logDeviations[part] ?? 0);
    least = Math.min(least, start);
  }
  return Math.max(0, Math.floor((least - LOG_FIRST_EDGE) / LOG_BIN_RATIO));
}

/** The latency that the given share of the requests stays below; 0 for an empty histogram. */
export function quantileOf(histogram: readonly number[], requests: number, share: number): number {
  let remaining = share * requests;
  for (let bin = 0; bin < BIN_COUNT; bin += 1) {
    const count = histogram[bin] ?? 0;
    if (count > 0 && remaining <= count) return (BIN_EDGES[bin] ?? 0) * BIN_RATIO ** (remaining / count);
    remaining -= count;
  }
  return requests > 0 ? (BIN_EDGES[BIN_COUNT] ?? 0) : 0;
}
