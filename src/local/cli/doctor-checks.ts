// What can be wrong with a machine or a checkout before anything is started; each check with its remedy.

import { DEFAULT_DATA_FOLDER, DEFAULT_PORT } from './connection.ts';
import { findNodeProblem } from './node-version.ts';

export interface Check {
  readonly name: string;
  readonly state: 'OK' | 'WARN' | 'FAIL';
  readonly detail: string;
  /** What to do about it; absent when all is well. */
  readonly remedy?: string;
}

/** What a machine can be asked; each answer is undefined when all is well, or says what is not. */
export interface DoctorFacts {
  readonly nodeVersion: string;
  /** Milliseconds since the epoch. */
  now(): number;
  findFolderProblem(folder: string): Promise<string | undefined>;
  findDatabaseProblem(folder: string): Promise<string | undefined>;
  /** `fleetmedic`: one runs there already. */
  portUser(port: number): Promise<'nobody' | 'fleetmedic' | 'another'>;
  findModelProblem(): Promise<string | undefined>;
  isConsoleBuilt(): Promise<boolean>;
  /** Undefined when there is no such file. */
  readSettings(path: string): Promise<{ readonly problem?: string } | undefined>;
}

export interface DoctorQuestion {
  readonly dataFolder?: string;
  readonly port?: number;
  readonly settingsFile?: string;
}

const DEFAULT_SETTINGS_FILE = 'fleetmedic.yaml';
/** Fleetmedic did not exist before. */
const EARLIEST_NOW = Date.UTC(2026, 0, 1);

/** All checks, in the order in which a person would go about it. */
export async function runChecks(facts: DoctorFacts, question: DoctorQuestion): Promise<readonly Check[]> {
  const folder = question.dataFolder ?? DEFAULT_DATA_FOLDER;
  return [
    checkNode(facts),
    checkClock(facts),
    await checkFolder(facts, folder),
    await checkDatabase(facts, folder),
    await checkPort(facts, question.port ?? DEFAULT_PORT),
    await checkModel(facts),
    await checkConsole(facts),
    await checkSettings(facts, question.settingsFile),
  ];
}

function checkNode({ nodeVersion }: DoctorFacts): Check {
  const problem = findNodeProblem(nodeVersion);
  if (problem === undefined) return { name: 'Node', state: 'OK', detail: nodeVersion };
  return { name: 'Node', state: 'FAIL', detail: nodeVersion, remedy: problem };
}

function checkClock({ now }: DoctorFacts): Check {
  const detail = new Date(now()).toISOString();
  if (now() >= EARLIEST_NOW) return { name: 'Clock', state: 'OK', detail };
  const remedy = 'Set the clock, for example by NTP: approvals expire and records are kept by it';
  return { name: 'Clock', state: 'FAIL', detail: `${detail} lies in the past`, remedy };
}

async function checkFolder({ findFolderProblem }: DoctorFacts, folder: string): Promise<Check> {
  const problem = await findFolderProblem(folder);
  if (problem === undefined) return { name: 'Data folder', state: 'OK', detail: `${folder} can be written` };
  const remedy = 'Give this account the right to write there, or name another folder with --data';
  return { name: 'Data folder', state: 'FAIL', detail: `${folder}: ${problem}`, remedy };
}

async function checkDatabase({ findDatabaseProblem }: DoctorFacts, folder: string): Promise<Check> {
  const problem = await findDatabaseProblem(folder);
  if (problem === undefined) return { name: 'Database', state: 'OK', detail: 'healthy, or not made yet' };
  const remedy = 'Move the file away to start anew, or restore a backup';
  return { name: 'Database', state: 'FAIL', detail: problem, remedy };
}

async function checkPort({ portUser }: DoctorFacts, port: number): Promise<Check> {
  const user = await portUser(port);
  if (user === 'nobody') return { name: 'Port', state: 'OK', detail: `${port} is free` };
  if (user === 'fleetmedic') return { name: 'Port', state: 'OK', detail: `a Fleetmedic answers at ${port}` };
  const remedy = 'End what listens there, or choose another port with --port';
  return { name: 'Port', state: 'FAIL', detail: `${port} is taken by another program`, remedy };
}

/** Without a model thresholds judge alone: worse, but not broken (M40). */
async function checkModel({ findModelProblem }: DoctorFacts): Promise<Check> {
  const problem = await findModelProblem();
  if (problem === undefined) return { name: 'Model', state: 'OK', detail: 'loads, and its hashes are right' };
  const remedy =
    'Restore models/ from the repository (git checkout models) and run npm ci; until then thresholds judge alone';
  return { name: 'Model', state: 'WARN', detail: problem, remedy };
}

async function checkConsole({ isConsoleBuilt }: DoctorFacts): Promise<Check> {
  if (await isConsoleBuilt()) return { name: 'Console', state: 'OK', detail: 'built' };
  return {
    name: 'Console',
    state: 'WARN',
    detail: 'not built',
    remedy: 'Run npm run build:console; API and CLI work without',
  };
}

async function checkSettings({ readSettings }: DoctorFacts, file: string | undefined): Promise<Check> {
  const path = file ?? DEFAULT_SETTINGS_FILE;
  const read = await readSettings(path);
  if (read?.problem !== undefined) {
    return {
      name: 'Settings',
      state: 'FAIL',
      detail: read.problem,
      remedy: `Correct ${path}; the message names the place`,
    };
  }
  if (read) return { name: 'Settings', state: 'OK', detail: `${path} is valid` };
  if (file === undefined)
    return { name: 'Settings', state: 'OK', detail: `no ${path} here: the defaults hold` };
  return {
    name: 'Settings',
    state: 'FAIL',
    detail: `${path} is not there`,
    remedy: 'Check the path given with --settings',
  };
}
