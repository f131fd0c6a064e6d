// Anomalies put into series that have none: the main score learns shapes of trouble from them, with labels that are
// right to the point. Sizes are told in the series' own noise, from hardly visible to plain.

import { quantileOf } from '#domain/baseline/robust.ts';
import { between, pick, type RandomStream } from '#local/fleet/random.ts';

/** What may be put in; each is a way in which services are seen to fail. */
const KINDS = ['spike', 'dip', 'shift', 'ramp', 'burst', 'flat', 'zero', 'swing', 'leak'] as const;
type Kind = (typeof KINDS)[number];

/** One injected anomaly in points. */
interface Injection {
  readonly kind: Kind;
  readonly from: number;
  readonly length: number;
  /** In units of the local noise. */
  readonly size: number;
}

export interface InjectedValues {
  readonly values: readonly number[];
  readonly labels: readonly boolean[];
}

/** Points at the beginning that stay as they are, so that a history exists. */
const QUIET_POINTS = 250;
/** Mean distance between two anomalies, in points. */
const MEAN_DISTANCE = 700;
/** Noise is measured over this many differences before the anomaly. */
const NOISE_POINTS = 200;

/** The values with anomalies at random places, and which points they cover. */
export function injectAnomalies(values: readonly number[], random: RandomStream): InjectedValues {
  const changed = [...values];
  const labels = values.map(() => false);
  let at = QUIET_POINTS + Math.floor(between(random, 0, MEAN_DISTANCE));
  while (at < values.length - 1) {
    const injection = drawInjection(at, random);
    inject(changed, injection, random);
    const end = Math.min(at + injection.length, values.length);
    for (let i = at; i < end; i++) labels[i] = true;
    at = end + Math.floor(between(random, 0.3 * MEAN_DISTANCE, 1.7 * MEAN_DISTANCE));
  }
  return { values: changed, labels };
}

/** Short ones are many, as in recorded incidents; a leak or ramp needs its time. */
function drawInjection(from: number, random: RandomStream): Injection {
  const kind = pick(random, KINDS);
  const isSlow = kind === 'ramp' || kind === 'leak' || kind === 'swing';
  const [least, most] = isSlow ? [12, 120] : kind === 'flat' ? [10, 60] : [1, 40];
  const length = Math.round(Math.exp(between(random, Math.log(least), Math.log(most))));
  return { kind, from, length, size: Math.exp(between(random, Math.log(3), Math.log(25))) };
}

function inject(values: number[], injection: Injection, random: RandomStream): void {
  const { from, length } = injection;
  const noise = noiseBefore(values, from);
  const floor = Math.min(...values.slice(Math.max(0, from - NOISE_POINTS), from));
  const direction = random.uniform() < 0.65 ? 1 : -1;
  const held = values[from - 1] ?? 0;
  for (let i = 0; i < length && from + i < values.length; i++) {
    const value = values[from + i] ?? 0;
    const changed = changedValue(value, { injection, noise, direction, held, i }, random);
    // What is never negative stays so: a count or a share cannot be.
    values[from + i] = floor >= 0 ? Math.max(changed, 0) : changed;
  }
}

interface Place {
  readonly injection: Injection;
  readonly noise: number;
  readonly direction: number;
  readonly held: number;
  readonly i: number;
}

function changedValue(value: number, place: Place, random: RandomStream): number {
  const { injection, noise, direction, held, i } = place;
  const { kind, length, size } = injection;
  const part = (i + 1) / length;
  switch (kind) {
    case 'spike':
      return value + size * noise * between(random, 0.6, 1.2);
    case 'dip':
      return value - size * noise * between(random, 0.6, 1.2);
    case 'shift':
      return value + direction * size * noise;
    case 'ramp':
      return value + direction * size * noise * part;
    case 'leak':
      return value + size * noise * Math.sqrt(part);
    case 'burst':
      return value + 0.7 * size * noise * random.normal();
    case 'flat':
      return held;
    case 'zero':
      return 0;
    case 'swing':
      return value + size * noise * Math.sin(2 * Math.PI * part * Math.max(1, length / 24));
  }
}

/** The usual step from point to point, and at least a thousandth of the level. */
function noiseBefore(values: readonly number[], at: number): number {
  const from = Math.max(1, at - NOISE_POINTS);
  const steps: number[] = [];
  for (let i = from; i < at; i++) steps.push(Math.abs((values[i] ?? 0) - (values[i - 1] ?? 0)));
  const level = Math.abs(quantileOf(values, 0.5, { from, to: at }));
  return Math.max(quantileOf(steps, 0.75), 0.002 * level, 1e-6);
}
