// Faults put into recordings of normal life: one component goes wrong, and what calls it follows by the arithmetic of the
// call graph. They teach the ranker what causes look like without showing it a real incident, and any component may be
// the cause.

import { clamp } from '#domain/baseline/robust.ts';
import { classifyMetric, type MetricKind } from '#domain/cause/metric-kind.ts';
import type { MetricTable } from '#local/cause/metric-table.ts';
import { between, pick, type RandomStream } from '#local/fleet/random.ts';
import { type CauseCase, pickRows, type RecordedSystem } from './systems.ts';

const FAULT_KINDS = [
  'slow',
  'slow',
  'errors',
  'errors',
  'cpu',
  'cpu',
  'network',
  'network',
  'overload',
] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

/** Rows before and from the onset on, by the distance of rows. */
interface Shape {
  readonly before: readonly [number, number];
  readonly lasting: readonly [number, number];
  readonly after: number;
}
const COARSE_SECONDS = 300;
const COARSE: Shape = { before: [1, 3], lasting: [2, 4], after: 3 };
const FINE: Shape = { before: [8, 20], lasting: [3, 7], after: 9 };
/** How much fuller the affected statistic is than the mean, for the percentiles of a latency. */
const PERCENTILE_SPREAD = [0.5, 2.5] as const;

/** A working copy of some rows in which values can be changed. */
interface Scratch {
  readonly table: MetricTable;
  readonly system: RecordedSystem;
  readonly random: RandomStream;
  /** Rows in which the fault is at work, and how strongly, 0 to 1. */
  readonly intensity: readonly number[];
  /** Usual requests per row. */
  readonly requests: ReadonlyMap<string, number>;
  readonly callers: ReadonlyMap<string, readonly string[]>;
}

/** One made-up incident, or undefined where the component drawn is not measured well enough to be a cause. */
export function injectFault(
  system: RecordedSystem,
  random: RandomStream,
  name: string,
): CauseCase | undefined {
  const { normal, profiled, periodSeconds } = system;
  const shape = periodSeconds >= COARSE_SECONDS ? COARSE : FINE;
  const before = Math.round(between(random, ...shape.before));
  const lasting = Math.round(between(random, ...shape.lasting));
  const length = before + shape.after;
  const start = Math.floor(between(random, 0, normal.stamps.length - length));
  const rows = Array.from({ length }, (_, index) => start + index);
  const table = copyTable(pickRows(normal, rows));
  const requests = new Map(profiled.map(({ name: each, requests: usual }) => [each, usual ?? 0]));
  const first = random.uniform() < 0.5 ? between(random, 0.2, 1) : 1;
  const intensity = rows.map((_row, index) =>
    index < before || index >= before + lasting ? 0 : index === before ? first : 1,
  );
  const scratch = { table, system, random, intensity, requests, callers: callersOf(system) };
  const cause = drawCause(scratch);
  const onset = table.stamps[before];
  if (cause === undefined || onset === undefined) return undefined;
  const kind = drawKind(scratch, cause);
  strike(scratch, cause, kind);
  disturb(scratch, cause);
  const isErrors = kind === 'errors';
  return {
    name,
    table,
    symptom: { component: system.entry, metric: symptomMetricOf(table, system.entry, isErrors) },
    at: (onset + Math.round(between(random, -0.4, 0.6) * periodSeconds * 1000)) as CauseCase['at'],
    cause,
    kind,
  };
}

function copyTable({ stamps, columns }: MetricTable): MetricTable {
  return { stamps, columns: columns.map((column) => ({ ...column, values: [...column.values] })) };
}

function callersOf({ calls, profiled }: RecordedSystem): ReadonlyMap<string, readonly string[]> {
  const known = profiled.map(({ name }) => name);
  return new Map(
    known.map((name) => [name, known.filter((caller) => calls.get(caller)?.includes(name) ?? false)]),
  );
}

/** Any component with traffic enough to be noticed may be the cause; views from outside cannot. */
function drawCause({ system, requests, random }: Scratch): string | undefined {
  const able = system.profiled.filter(
    ({ name, profiles }) =>
      (requests.get(name) ?? 0) > 0.2 &&
      profiles.filter(({ normal }) => normal.trust === 1).length > 2 &&
      !/_(remote|client)$/.test(name),
  );
  return able.length === 0 ? undefined : pick(random, able).name;
}

function drawKind({ table, random }: Scratch, cause: string): FaultKind {
  const kinds = new Set(
    table.columns
      .filter(({ component }) => component === cause)
      .map(({ metric }) => classifyMetric(metric).kind),
  );
  const able = FAULT_KINDS.filter((kind) => {
    if (kind === 'cpu') return kinds.has('cpu');
    if (kind === 'network') return kinds.has('waiting');
    if (kind === 'errors') return kinds.has('errors') && !kinds.has('waiting');
    return true;
  });
  return pick(random, able);
}

function strike(scratch: Scratch, cause: string, kind: FaultKind): void {
  const { random } = scratch;
  const size = Math.exp(between(random, Math.log(0.5), Math.log(12)));
  if (kind === 'errors')
    spreadErrors(scratch, cause, Math.exp(between(random, Math.log(0.01), Math.log(0.6))));
  else if (kind === 'overload') overload(scratch, cause);
  else burden(scratch, cause, { kind, size });
}

/** Slowness: of the component itself, with a hot processor or not, or of the network on the way to it. */
function burden(
  scratch: Scratch,
  cause: string,
  { kind, size }: { readonly kind: FaultKind; readonly size: number },
): void {
  const { random } = scratch;
  if (kind === 'cpu') {
    addTo(scratch, cause, ['cpu'], (value) => value + between(random, 30, 90));
    if (random.uniform() < 0.5)
      addTo(scratch, cause, ['memory'], (value) => value * between(random, 1.05, 2.5));
  }
  const seconds = size * usualLatency(scratch, cause);
  if (kind !== 'network') slow(scratch, cause, seconds);
  spreadWaits(scratch, cause, { seconds, passed: new Set([cause]) });
}

/** Callers wait as many times a request as they call; each hop passes on what it waited for. */
function spreadWaits(
  scratch: Scratch,
  name: string,
  { seconds, passed }: { readonly seconds: number; readonly passed: ReadonlySet<string> },
): void {
  for (const caller of scratch.callers.get(name) ?? []) {
    if (passed.has(caller)) continue;
    const wait = seconds * callsPerRequest(scratch, caller, name);
    const share = callShare(scratch, caller, name);
    addTo(
      scratch,
      caller,
      ['waiting'],
      (value, { metric, statistic }) =>
        value + (share >= tailOf(metric, statistic) ? seconds * between(scratch.random, 0.7, 1.3) : 0),
    );
    slow(scratch, caller, wait);
    spreadAliases(scratch, caller, seconds);
    spreadWaits(scratch, caller, { seconds: wait, passed: new Set([...passed, caller]) });
  }
}

/** What is called through a balancer is often measured a second time there. */
function spreadAliases(scratch: Scratch, caller: string, seconds: number): void {
  const views = (scratch.system.calls.get(caller) ?? []).filter((callee) => /_remote$/.test(callee));
  if (views.length > 0 && scratch.random.uniform() < 0.6) {
    slow(scratch, pick(scratch.random, views), seconds * between(scratch.random, 0.8, 3));
  }
}

function slow(scratch: Scratch, name: string, seconds: number): void {
  addTo(scratch, name, ['latency'], (value, { statistic, metric }) => {
    const isMean = /average|mean/i.test(statistic) || /average|mean/i.test(metric);
    return (
      value +
      seconds * (isMean ? between(scratch.random, 0.8, 1.2) : between(scratch.random, ...PERCENTILE_SPREAD))
    );
  });
}

function spreadErrors(
  scratch: Scratch,
  cause: string,
  share: number,
  passed: ReadonlySet<string> = new Set(),
): void {
  const isDown = (metric: string) => classifyMetric(metric).harm === 'down';
  addTo(scratch, cause, ['errors'], (value, { metric }) => {
    const whole = value > 1.5 || isDown(metric) ? 100 : 1;
    const noisy = clamp(share * between(scratch.random, 0.7, 1.3), 0, 1);
    return isDown(metric) ? value * (1 - noisy) : value + whole * noisy;
  });
  for (const caller of scratch.callers.get(cause) ?? []) {
    if (passed.has(caller)) continue;
    const handled =
      scratch.random.uniform() < 0.2 ? between(scratch.random, 0, 0.5) : between(scratch.random, 0.6, 1);
    const felt = clamp(share * callsPerRequest(scratch, caller, cause) * handled, 0, 0.95);
    spreadErrors(scratch, caller, felt, new Set([...passed, cause]));
  }
}

/** More users at a door: all behind it gets more to do, and some of it becomes slow. */
function overload(scratch: Scratch, cause: string): void {
  const factor = between(scratch.random, 1.4, 4);
  const reached = new Set([cause]);
  for (const name of reached) {
    addTo(
      scratch,
      name,
      ['traffic', 'cpu', 'network'],
      (value) => value * (1 + (factor - 1) * between(scratch.random, 0.6, 1)),
    );
    for (const callee of scratch.system.calls.get(name) ?? []) {
      if (callsPerRequest(scratch, name, callee) > 0.3) reached.add(callee);
    }
  }
  const seconds = between(scratch.random, 0.3, 4) * usualLatency(scratch, cause);
  slow(scratch, cause, seconds);
  spreadWaits(scratch, cause, { seconds, passed: new Set([cause]) });
}

/** What also happens: traffic behind a failure dries up, and something unrelated has a bad day. */
function disturb(scratch: Scratch, cause: string): void {
  const { random, system } = scratch;
  const others = system.profiled.map(({ name }) => name).filter((name) => name !== cause);
  for (let dried = 0; dried < 3 && random.uniform() < 0.35; dried += 1) {
    const left = between(random, 0, 0.8);
    addTo(scratch, pick(random, others), ['traffic', 'network'], (value) => value * left);
  }
  for (let ill = 0; ill < 2 && random.uniform() < 0.4; ill += 1) {
    const name = pick(random, others);
    if (random.uniform() < 0.7) slow(scratch, name, between(random, 0.3, 2) * usualLatency(scratch, name));
    else addTo(scratch, name, ['errors'], (value) => value * between(random, 0.5, 0.95));
  }
}

/** Changes the known values of some kinds of a component's metrics where the fault is at work. */
function addTo(
  { table, intensity }: Scratch,
  name: string,
  kinds: readonly MetricKind[],
  change: (value: number, column: { readonly metric: string; readonly statistic: string }) => number,
): void {
  for (const column of table.columns) {
    if (column.component !== name || !kinds.includes(classifyMetric(column.metric).kind)) continue;
    const values = column.values as (number | undefined)[];
    values.forEach((value, row) => {
      const part = intensity[row] ?? 0;
      if (value !== undefined && part > 0) values[row] = value + part * (change(value, column) - value);
    });
  }
}

function usualLatency({ system }: Scratch, name: string): number {
  const own = system.profiled.find((each) => each.name === name)?.profiles ?? [];
  return own.find(({ kind }) => kind === 'latency')?.normal.level ?? 0;
}

function sentTo({ requests, callers }: Scratch, caller: string, callee: string): number {
  const all = (callers.get(callee) ?? []).reduce((sum, each) => sum + (requests.get(each) ?? 0), 0);
  return all === 0 ? 0 : ((requests.get(callee) ?? 0) * (requests.get(caller) ?? 0)) / all;
}

function callsPerRequest(scratch: Scratch, caller: string, callee: string): number {
  const own = scratch.requests.get(caller) ?? 0;
  return own === 0 ? 1 : clamp(sentTo(scratch, caller, callee) / own, 0, 5);
}

/** Part of a caller's calls that goes to one callee. */
function callShare(scratch: Scratch, caller: string, callee: string): number {
  const callees = scratch.system.calls.get(caller) ?? [];
  const all = callees.reduce((sum, each) => sum + sentTo(scratch, caller, each), 0);
  return all === 0 ? 0 : sentTo(scratch, caller, callee) / all;
}

function tailOf(metric: string, statistic: string): number {
  const percentile = /p(\d\d)/i.exec(statistic) ?? /p(\d\d)/i.exec(metric);
  return percentile ? 1 - Number(percentile[1]) / 100 : 0;
}

function symptomMetricOf({ columns }: MetricTable, entry: string, isErrors: boolean): string {
  const own = columns.filter(({ component }) => component === entry).map(({ metric }) => metric);
  const kind = isErrors ? 'errors' : 'latency';
  return own.find((metric) => classifyMetric(metric).kind === kind) ?? own[0] ?? '';
}
