// Random cut forest (Guha, Mishra, Roy, Schrijvers: Robust random cut forest based anomaly detection on streams, ICML
// 2016), with the score, the sizes and the fading samples of AWS's. A point is scored before the forest takes it.

import { openStream, type RandomStream } from '#local/fleet/random.ts';
import { type Leaf, type Point, RandomCutTree } from './random-cut-tree.ts';

/** The defaults of AWS's library. Twice as many trees, as AWS ran the Numenta benchmark with, score alike. */
const TREES = 50;
const SAMPLE_POINTS = 256;
/** The points after which a sampled one has become e times as likely to go; also as in that run. */
const FADING_POINTS = 100_000;

interface Sampled {
  readonly leaf: Leaf;
  readonly rank: number;
}

interface SampledTree {
  readonly tree: RandomCutTree;
  readonly random: RandomStream;
  /** In order of rank: the last is the first to go. */
  readonly sample: Sampled[];
}

/** A score for each point, the larger the more unusual it is after those before it. */
export function randomCutScores(points: readonly Point[], seed = 1): Float64Array {
  const forest = Array.from({ length: TREES }, (_, i): SampledTree => {
    const random = openStream(seed, `tree/${i}`);
    return { tree: new RandomCutTree(random), random, sample: [] };
  });
  return Float64Array.from(points, (point, at) => {
    let score = 0;
    for (const one of forest) {
      score += one.tree.score(point) / TREES;
      offer(one, point, at);
    }
    return score;
  });
}

/** The sample takes the point if chance ranks it before one that it holds; later points have the better chance. */
function offer({ tree, random, sample }: SampledTree, point: Point, at: number): void {
  const rank = Math.log(-Math.log(1 - random.uniform())) - at / FADING_POINTS;
  if (sample.length === SAMPLE_POINTS) {
    const last = sample.at(-1);
    if (!last || last.rank < rank) return;
    tree.remove(last.leaf);
    sample.pop();
  }
  const place = sample.findIndex((other) => other.rank > rank);
  sample.splice(place < 0 ? sample.length : place, 0, { leaf: tree.add(point), rank });
}
