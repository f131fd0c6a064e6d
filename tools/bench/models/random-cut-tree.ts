// One tree of a random cut forest (Guha et al. 2016): points cut apart at random, the likelier where they lie far apart.
// Points come and go; at any time the tree is one that could have been drawn for the points that it holds.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { RandomStream } from '#local/fleet/random.ts';

/** A place in the space of all points; every point of a tree has as many coordinates. */
export type Point = Float64Array;

interface Box {
  parent: Branch | undefined;
  /** Points under the node, equal ones counted each. */
  mass: number;
  /** The corners of the smallest box around these points. */
  readonly floor: Point;
  readonly ceiling: Point;
}

/** A point, and how often the tree holds it. */
export interface Leaf extends Box {
  readonly kind: 'leaf';
}

interface Branch extends Box {
  readonly kind: 'branch';
  readonly cut: Cut;
  low: Node;
  high: Node;
}

type Node = Leaf | Branch;

/** Points up to `value` in a dimension lie on the low side. */
interface Cut {
  readonly dimension: number;
  readonly value: number;
}

export class RandomCutTree {
  private root: Node | undefined;
  private readonly random: RandomStream;

  constructor(random: RandomStream) {
    this.random = random;
  }

  /**
   * How early a point would be cut off if it were added, expected over all cuts: 1 / (1 + depth), times the binary
   * logarithm of the number of points. The score of AWS's forest: about 1 is ordinary, 3 is far out.
   */
  score(point: Point): number {
    if (!this.root) return 0;
    const total = this.root.mass;
    let node = this.root;
    let depth = 0;
    let staying = 1;
    let score = 0;
    for (; node.kind === 'branch'; node = childFor(node, point)) {
      const share = outsideShare(node, point);
      score += (staying * share) / (depth + 1);
      staying *= 1 - share;
      depth++;
    }
    return (score + staying * leafScore(node, { point, depth, total })) * Math.log2(total + 1);
  }

  /** Adds a point; its leaf is to be given back to `remove`. */
  add(point: Point): Leaf {
    const leaf: Leaf = { kind: 'leaf', parent: undefined, mass: 1, floor: point, ceiling: point };
    if (!this.root) {
      this.root = leaf;
      return leaf;
    }
    for (let node = this.root; ; node = childFor(node, point)) {
      if (node.kind === 'leaf' && outsideShare(node, point) === 0) return addAgain(node);
      const cut = this.drawCut(node, point);
      if (node.kind === 'branch' && !parts(cut, node, point)) continue;
      this.join(node, leaf, cut);
      return leaf;
    }
  }

  /** Takes one point of a leaf away. */
  remove(leaf: Leaf): void {
    for (let node: Node | undefined = leaf; node; node = node.parent) node.mass--;
    if (leaf.mass > 0) return;
    const { parent } = leaf;
    if (!parent) {
      this.root = undefined;
      return;
    }
    this.replace(parent, parent.low === leaf ? parent.high : parent.low);
    for (let node = parent.parent; node; node = node.parent) {
      node.floor.set(node.low.floor);
      node.ceiling.set(node.low.ceiling);
      stretch(node, node.high);
    }
  }

  /** A cut through the box around a node and a point that lies not on all of it, likelier where the box is longer. */
  private drawCut({ floor, ceiling }: Node, point: Point): Cut {
    let left = this.random.uniform() * lengthAround(floor, ceiling, point);
    let cut: Cut = { dimension: 0, value: floatAt(floor, 0) };
    for (let dimension = 0; dimension < point.length && left >= 0; dimension++) {
      const from = Math.min(floatAt(floor, dimension), floatAt(point, dimension));
      const to = Math.max(floatAt(ceiling, dimension), floatAt(point, dimension));
      // Rounding must not put a cut on the far edge: all points would lie on one side of it.
      if (to > from) cut = { dimension, value: from + left < to ? from + left : from };
      left -= to - from;
    }
    return cut;
  }

  /** Puts a leaf and a node that it is parted from under one branch. */
  private join(node: Node, leaf: Leaf, cut: Cut): void {
    const isLowLeaf = isLow(cut, leaf.floor);
    const branch: Branch = {
      kind: 'branch',
      parent: undefined,
      mass: node.mass,
      floor: node.floor.slice(),
      ceiling: node.ceiling.slice(),
      cut,
      low: isLowLeaf ? leaf : node,
      high: isLowLeaf ? node : leaf,
    };
    this.replace(node, branch);
    node.parent = branch;
    leaf.parent = branch;
    for (let above: Branch | undefined = branch; above; above = above.parent) {
      above.mass++;
      stretch(above, leaf);
    }
  }

  private replace(node: Node, by: Node): void {
    const { parent } = node;
    by.parent = parent;
    if (!parent) this.root = by;
    else if (parent.low === node) parent.low = by;
    else parent.high = by;
  }
}

/** A point that equals the leaf is the more ordinary, the more often the tree holds it. */
function leafScore(leaf: Leaf, at: { point: Point; depth: number; total: number }): number {
  if (outsideShare(leaf, at.point) > 0) return 1 / (at.depth + 1);
  return (1 - leaf.mass / (2 * at.total)) / (at.depth + Math.log2(leaf.mass + 1));
}

/** The share of cuts, through the box around a node and a point, that part the two. */
function outsideShare({ floor, ceiling }: Node, point: Point): number {
  let inside = 0;
  let outside = 0;
  for (let i = 0; i < point.length; i++) {
    const value = floatAt(point, i);
    const low = floatAt(floor, i);
    const high = floatAt(ceiling, i);
    inside += high - low;
    if (value < low) outside += low - value;
    else if (value > high) outside += value - high;
  }
  return outside === 0 ? 0 : outside / (inside + outside);
}

function addAgain(leaf: Leaf): Leaf {
  for (let node: Node | undefined = leaf; node; node = node.parent) node.mass++;
  return leaf;
}

function childFor({ cut, low, high }: Branch, point: Point): Node {
  return isLow(cut, point) ? low : high;
}

function parts({ dimension, value }: Cut, { floor, ceiling }: Node, point: Point): boolean {
  const at = floatAt(point, dimension);
  return at <= value ? value < floatAt(floor, dimension) : value >= floatAt(ceiling, dimension);
}

function isLow({ dimension, value }: Cut, point: Point): boolean {
  return floatAt(point, dimension) <= value;
}

/** Lets the box of a branch reach around another. */
function stretch({ floor, ceiling }: Branch, other: Box): void {
  for (let i = 0; i < floor.length; i++) {
    floor[i] = Math.min(floatAt(floor, i), floatAt(other.floor, i));
    ceiling[i] = Math.max(floatAt(ceiling, i), floatAt(other.ceiling, i));
  }
}

/** All sides together of the box around a box and a point. */
function lengthAround(floor: Point, ceiling: Point, point: Point): number {
  let sum = 0;
  for (let i = 0; i < point.length; i++) {
    const value = floatAt(point, i);
    sum += Math.max(floatAt(ceiling, i), value) - Math.min(floatAt(floor, i), value);
  }
  return sum;
}
