// The random cut forest that ours is measured against has to be a fair one.

import { expect, test } from 'vitest';
import { openStream } from '#local/fleet/random.ts';
import { randomCutScores } from '../../../tools/bench/models/random-cut-forest.ts';
import { RandomCutTree } from '../../../tools/bench/models/random-cut-tree.ts';

/** Points about the origin, with one far from it. */
function cloudWith(farAt: number, count: number): Float64Array[] {
  const random = openStream(7, 'cloud');
  return Array.from({ length: count }, (_, i) =>
    Float64Array.of(random.normal() + (i === farAt ? 12 : 0), random.normal()),
  );
}

test('a point far from all others has the highest score', () => {
  const scores = randomCutScores(cloudWith(500, 600)).subarray(30);

  const highest = scores.indexOf(Math.max(...scores));

  expect(highest + 30).toBe(500);
});

test('a score does not change when later points come', () => {
  const points = cloudWith(350, 400);

  const early = randomCutScores(points.slice(0, 320));

  expect(randomCutScores(points).subarray(0, 320)).toEqual(early);
});

test('a score between 0 and the binary logarithm of the sample, as AWS documents its own', () => {
  const scores = randomCutScores(cloudWith(300, 400));

  expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...scores)).toBeLessThanOrEqual(Math.log2(257));
});

test('a value that comes all the time is ordinary, another among them is not', () => {
  const points = Array.from({ length: 400 }, (_, i) => Float64Array.of(i === 390 ? 5 : 1));

  const scores = randomCutScores(points);

  expect(scores[389]).toBeLessThan(1);
  expect(scores[390]).toBeGreaterThan(3);
});

test('a tree forgets the points that are taken from it', () => {
  const tree = new RandomCutTree(openStream(1, 'tree'));
  const near = cloudWith(-1, 50);
  for (const point of near) tree.add(point);
  const far = Float64Array.of(40, 40);
  const before = tree.score(far);
  const leaves = Array.from({ length: 20 }, (_, i) => tree.add(Float64Array.of(40 + i / 100, 40)));
  const between = tree.score(far);

  for (const leaf of leaves) tree.remove(leaf);

  expect(between).toBeLessThan(before / 2);
  expect(tree.score(far)).toBeCloseTo(before, 1);
});

test('a tree whose last point is taken is empty', () => {
  const tree = new RandomCutTree(openStream(1, 'tree'));
  const leaf = tree.add(Float64Array.of(1));
  tree.add(Float64Array.of(1));

  tree.remove(leaf);
  tree.remove(leaf);

  expect(tree.score(Float64Array.of(1))).toBe(0);
});
