// What a path holds for a replay: a PetShop folder with its issues, or plain CSV files. Finds the files, reads them, and
// puts each issue behind the normal recording, moved by whole days so that the hour of day is kept.

import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidInputError } from '#domain/errors.ts';
import { floorToPeriod, type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Notices } from './notices.ts';
import {
  type CallGraph,
  type IssueTruth,
  readCallGraph,
  readIssueTruth,
  readMetricsFile,
} from './petshop.ts';
import { continueWith, moveRecording, type Recording } from './recording.ts';
import { readSeriesFiles } from './series-csv.ts';

export interface RecordedIssue {
  readonly name: string;
  readonly truth: IssueTruth;
  /** The normal recording up to the issue, and the issue, in the time of the normal recording. */
  readonly recording: Recording;
  /** Where the issue's own rows begin. */
  readonly branchAt: Instant;
  /** What a moment of the replay has to be moved by to be a moment of the issue as recorded. */
  readonly toRecordedSeconds: number;
}

export interface Scenario {
  readonly kind: 'issues' | 'series';
  readonly path: string;
  /** Everything that is judged outside of issues. */
  readonly normal: Recording;
  readonly calls: CallGraph;
  /** In the order in which they leave the normal recording. */
  readonly issues: readonly RecordedIssue[];
}

const SECONDS_PER_DAY = 86_400;
const METRICS_FILE = 'metrics.csv';
const TARGET_FILE = 'target.json';

/** Reads what is at the path. Throws InvalidInputError saying what was expected there. */
export async function loadScenario(path: string, notices: Notices): Promise<Scenario> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new InvalidInputError(`${path} does not exist; name a recording: a folder or a CSV file`);
  if (found.isFile()) return loadSeries(path, [path], notices);
  const folders = await findIssueFolders(path);
  if (folders.length > 0) return loadIssues(path, folders, notices);
  const files = (await readdir(path)).filter((name) => /\.csv$/i.test(name)).sort();
  if (files.length > 0)
    return loadSeries(
      path,
      files.map((name) => join(path, name)),
      notices,
    );
  throw new InvalidInputError(
    `${path} holds no recording; expected folders with ${METRICS_FILE} and ${TARGET_FILE}, or *.csv files`,
  );
}

async function loadSeries(path: string, files: readonly string[], notices: Notices): Promise<Scenario> {
  return {
    kind: 'series',
    path,
    normal: await readSeriesFiles(files, notices),
    calls: new Map(),
    issues: [],
  };
}

/** The folder itself when it is one issue, those in it, or those one level deeper (`<traffic>/train`). */
async function findIssueFolders(path: string): Promise<readonly string[]> {
  if (isIssueFolder(path)) return [path];
  const own = await listFolders(path);
  const issues = own.filter(isIssueFolder);
  if (issues.length > 0) return issues;
  return (await Promise.all(own.map(listFolders))).flat().filter(isIssueFolder);
}

async function listFolders(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((name) => join(path, name));
}

function isIssueFolder(path: string): boolean {
  return existsSync(join(path, METRICS_FILE)) && existsSync(join(path, TARGET_FILE));
}

async function loadIssues(path: string, folders: readonly string[], notices: Notices): Promise<Scenario> {
  const normalFile = findAbove(path, folders, join('noissue', METRICS_FILE));
  if (normalFile === undefined) {
    throw new InvalidInputError(
      `${path} has issues but no normal recording; put noissue/${METRICS_FILE} into the folder above the issues' folder`,
    );
  }
  const graphFile = findAbove(path, folders, 'graph.csv');
  const normal = moveRecording(await readMetricsFile(normalFile, notices), 0);
  const issues: RecordedIssue[] = [];
  for (const folder of folders) issues.push(await loadIssue(folder, normal, notices));
  issues.sort((one, other) => one.branchAt - other.branchAt);
  const calls =
    graphFile === undefined ? new Map<string, readonly string[]>() : await readCallGraph(graphFile);
  return { kind: 'issues', path, normal, calls, issues };
}

/** Looks beside the issues' folder, in the path given, and above it. */
function findAbove(path: string, [first = path]: readonly string[], name: string): string | undefined {
  const places = [path, join(path, '..'), join(first, '..', '..')];
  return places.map((place) => join(place, name)).find((file) => existsSync(file));
}

async function loadIssue(folder: string, normal: Recording, notices: Notices): Promise<RecordedIssue> {
  const recorded = await readMetricsFile(join(folder, METRICS_FILE), notices);
  const truth = await readIssueTruth(join(folder, TARGET_FILE));
  const branchAt = branchTime(recorded.from, normal);
  const toRecordedSeconds = secondsBetween(branchAt, recorded.from);
  const moved = moveRecording(recorded, -toRecordedSeconds);
  return {
    name: basename(folder),
    truth,
    recording: continueWith(normal, moved),
    branchAt,
    toRecordedSeconds,
  };
}

/** The last period of the normal recording, or the first after it, that begins at the same time of day. */
function branchTime(issueFrom: Instant, normal: Recording): Instant {
  const days = Math.floor(secondsBetween(issueFrom, normal.to) / SECONDS_PER_DAY);
  return floorToPeriod(secondsAfter(issueFrom, days * SECONDS_PER_DAY), normal.periodSeconds);
}
