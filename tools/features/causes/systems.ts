// The recorded systems that root-cause ranking is trained and judged on: their normal life, their call graph, and the
// incidents whose true cause is known.

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallGraph, Symptom } from '#domain/cause/component.ts';
import { type ProfiledComponent, profileComponents } from '#domain/cause/evidence.ts';
import type { Instant } from '#domain/ids.ts';
import { readCallGraphFile } from '#local/cause/call-graph-file.ts';
import { type MetricTable, readMetricTable } from '#local/cause/metric-table.ts';
import { joinTables } from '#local/cause/read-picture.ts';
import { makeNotices } from '#local/replay/notices.ts';
import { readIssueTruth } from '#local/replay/petshop.ts';
import { readNezhaDay } from './nezha.ts';

/** One incident whose cause is known, or a stretch of normal life where it is not. */
export interface CauseCase {
  readonly name: string;
  readonly table: MetricTable;
  /** The part of it that holds no other incident: only there "when did it begin?" has one answer. */
  readonly alone?: MetricTable;
  readonly symptom: Symptom;
  readonly at: Instant;
  /** The component that truly caused it; absent for normal life. */
  readonly cause?: string;
  /** What kind of fault it was, in the recording's own word. */
  readonly kind: string;
}

/** A system whose incidents are recorded. */
export interface RecordedSystem {
  readonly name: string;
  readonly dataset: 'petshop' | 'nezha' | 'fleet';
  readonly normal: MetricTable;
  readonly calls: CallGraph;
  /** Of the normal life, made once. */
  readonly profiled: readonly ProfiledComponent[];
  readonly periodSeconds: number;
  /** Where people notice that something is wrong. */
  readonly entry: string;
  readonly cases: readonly CauseCase[];
}

const TRAFFICS = ['low_traffic', 'high_traffic', 'temporal_traffic'];
const MINUTE_MS = 60_000;
/** What a person on call would look at: some minutes before and after. */
const NEZHA_BEFORE_MS = 20 * MINUTE_MS;
const NEZHA_AFTER_MS = 10 * MINUTE_MS;
/** Faults follow each other after eight minutes, and last about four. */
const NEZHA_ALONE_MS = 5 * MINUTE_MS;
/** Faults are well over so long after the last one. */
const NEZHA_CALM_MS = 30 * MINUTE_MS;

/** All recorded systems of a data folder; those that are missing are left out. */
export async function readSystems(data: string): Promise<readonly RecordedSystem[]> {
  const systems: RecordedSystem[] = [];
  for (const traffic of TRAFFICS) {
    const folder = join(data, 'petshop', traffic);
    if (existsSync(folder)) systems.push(await readPetshop(folder, traffic));
  }
  const nezha = join(data, 'nezha');
  const days = existsSync(nezha) ? await readdir(nezha) : [];
  for (const day of days.filter((name) => /^\d{4}-\d\d-\d\d$/.test(name)).sort()) {
    systems.push(await readNezha(join(nezha, day), day));
  }
  return systems;
}

async function readPetshop(folder: string, traffic: string): Promise<RecordedSystem> {
  const notices = makeNotices();
  const normal = await readMetricTable(join(folder, 'noissue', 'metrics.csv'), notices);
  const calls = await readCallGraphFile(join(folder, 'graph.csv'), notices);
  const issues = (await readdir(join(folder, 'train'))).sort();
  const cases = await Promise.all(
    issues.map(async (issue): Promise<CauseCase> => {
      const truth = await readIssueTruth(join(folder, 'train', issue, 'target.json'));
      return {
        name: `${traffic}/${issue}`,
        table: await readMetricTable(join(folder, 'train', issue, 'metrics.csv'), notices),
        symptom: { component: truth.symptomService, metric: truth.symptomMetric },
        at: truth.symptomAt,
        cause: truth.causeService,
        kind: truth.symptomMetric,
      };
    }),
  );
  const entry = cases[0]?.symptom.component ?? '';
  return makeSystem({ name: traffic, dataset: 'petshop', normal, calls, entry, cases });
}

async function readNezha(folder: string, day: string): Promise<RecordedSystem> {
  const { table, calls, faults } = await readNezhaDay(folder);
  const calmFrom = (faults.at(-1)?.at ?? 0) + NEZHA_CALM_MS;
  const cases = faults.map(
    ({ at, service, kind }, index): CauseCase => ({
      name: `${day}/${index} ${kind} ${service}`,
      table: sliceTable(table, at - NEZHA_BEFORE_MS, at + NEZHA_AFTER_MS),
      alone: sliceTable(table, at - NEZHA_ALONE_MS, at + NEZHA_ALONE_MS),
      symptom: { component: 'frontend', metric: 'PodServerLatencyP90(s)' },
      at,
      cause: service,
      kind,
    }),
  );
  const normal = sliceTable(table, calmFrom, Number.POSITIVE_INFINITY);
  return makeSystem({ name: `nezha ${day}`, dataset: 'nezha', normal, calls, entry: 'frontend', cases });
}

function makeSystem(system: Omit<RecordedSystem, 'profiled' | 'periodSeconds'>): RecordedSystem {
  // A component of the incidents that normal life does not have is profiled as well: everything about it is new.
  const layout = system.cases[0]?.table ?? system.normal;
  const picture = joinTables(layout, system.normal, system.calls);
  return { ...system, profiled: profileComponents(picture), periodSeconds: picture.periodSeconds };
}

/** The rows of a table from one moment to before another. */
export function sliceTable({ stamps, columns }: MetricTable, from: number, to: number): MetricTable {
  const rows = stamps.flatMap((at, index) => (at >= from && at < to ? [index] : []));
  return pickRows({ stamps, columns }, rows);
}

/** Some rows of a table. */
export function pickRows({ stamps, columns }: MetricTable, rows: readonly number[]): MetricTable {
  return {
    stamps: rows.flatMap((row) => stamps[row] ?? []),
    columns: columns.map((column) => ({ ...column, values: rows.map((row) => column.values[row]) })),
  };
}
