// The score of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad 2015): the earlier in its window an
// anomaly is found the better, a false alarm costs the more the further it is from the window before it.

/** Scores of one file, and its windows as first and last index. */
export interface NabFile {
  readonly scores: Float64Array;
  readonly windows: readonly (readonly [first: number, last: number])[];
}

const FALSE_POSITIVE_WEIGHT = 0.11;
/** Part of each file in which nothing counts, of at most so many points. */
const PROBATION_SHARE = 0.15;
const LONGEST_PROBATION_FROM = 5000;
/** Window lengths after which a false alarm costs all. */
const FORGIVEN_LENGTHS = 3;

function sigmoid(position: number): number {
  return 2 / (1 + Math.exp(5 * position)) - 1;
}

/** The score of one file at a threshold: the detections' worth, less one for each window that was missed. */
function scoreFile({ scores, windows }: NabFile, threshold: number): number {
  const begin = Math.floor(PROBATION_SHARE * Math.min(scores.length, LONGEST_PROBATION_FROM));
  const seen = windows.map(() => false);
  let total = 0;
  let window = 0;
  for (let i = begin; i < scores.length; i++) {
    while (window < windows.length && i > (windows[window]?.[1] ?? 0)) window++;
    if ((scores[i] ?? 0) < threshold) continue;
    const [first = scores.length, last = 0] = windows[window] ?? [];
    if (i < first) total += FALSE_POSITIVE_WEIGHT * worthOfFalse(i, windows[window - 1]);
    else if (!seen[window]) {
      seen[window] = true;
      total += sigmoid(-(last - i + 1) / (last - first + 1)) / sigmoid(-1);
    }
  }
  return total - seen.filter((isSeen) => !isSeen).length;
}

function worthOfFalse(index: number, before: readonly [number, number] | undefined): number {
  if (!before) return -1;
  const [first, last] = before;
  const position = (index - last) / Math.max(last - first, 1);
  return position > FORGIVEN_LENGTHS ? -1 : sigmoid(position);
}

const THRESHOLDS_TRIED = 60;
const MOST_ALARMS_SHARE = 0.03;
const FEWEST_ALARMS_SHARE = 5e-5;

/** The score of all files at one threshold: 0 is a detector that says nothing, 100 a perfect one. */
export function nabScoreAt(files: readonly NabFile[], threshold: number): number {
  const total = files.reduce((sum, file) => sum + scoreFile(file, threshold), 0);
  const windows = files.reduce((sum, file) => sum + file.windows.length, 0);
  return (100 * (total + windows)) / (2 * windows);
}

/** As the benchmark does it: the best score that one threshold for all files reaches. */
export function nabScore(files: readonly NabFile[]): { readonly score: number; readonly threshold: number } {
  const all = new Float64Array(files.reduce((sum, { scores }) => sum + scores.length, 0));
  let at = 0;
  for (const { scores } of files) {
    all.set(scores, at);
    at += scores.length;
  }
  all.sort();
  let best = { score: 0, threshold: Number.POSITIVE_INFINITY };
  for (let i = 0; i < THRESHOLDS_TRIED; i++) {
    const share =
      MOST_ALARMS_SHARE * (FEWEST_ALARMS_SHARE / MOST_ALARMS_SHARE) ** (i / (THRESHOLDS_TRIED - 1));
    const threshold = all[Math.floor(all.length * (1 - share))] ?? 0;
    const score = nabScoreAt(files, threshold);
    if (score > best.score) best = { score, threshold };
  }
  return best;
}
