import { describe, expect, it } from 'vitest';
import { type DoctorFacts, runChecks } from '#local/cli/doctor-checks.ts';
import { findNodeProblem } from '#local/cli/node-version.ts';
import { NOON } from '../../builders.ts';
import { medic } from './harness.ts';

const well: DoctorFacts = {
  nodeVersion: '24.21.0',
  now: () => NOON,
  findFolderProblem: async () => undefined,
  findDatabaseProblem: async () => undefined,
  portUser: async () => 'nobody',
  findModelProblem: async () => undefined,
  isConsoleBuilt: async () => true,
  readSettings: async () => undefined,
};

describe('doctor', () => {
  it('finds nothing on a machine that is ready', async () => {
    const { exitCode, out, told } = await medic(['doctor']);

    expect(exitCode).toBe(0);
    expect(out).not.toContain('FAIL');
    expect(told).toContain('medic demo');
  });

  it.each<[string, Partial<DoctorFacts>, string, string]>([
    ['Node', { nodeVersion: '20.1.0' }, 'FAIL', 'npx medic'],
    ['Clock', { now: () => 0 }, 'FAIL', 'Set the clock'],
    ['Data folder', { findFolderProblem: async () => 'EACCES' }, 'FAIL', 'another folder with --data'],
    ['Database', { findDatabaseProblem: async () => 'is damaged' }, 'FAIL', 'restore a backup'],
    ['Port', { portUser: async () => 'another' }, 'FAIL', 'another port'],
    ['Port', { portUser: async () => 'fleetmedic' }, 'OK', ''],
    ['Model', { findModelProblem: async () => 'hash-mismatch' }, 'WARN', 'thresholds judge alone'],
    ['Console', { isConsoleBuilt: async () => false }, 'WARN', 'npm run build:console'],
    ['Settings', { readSettings: async () => ({}) }, 'OK', ''],
    ['Settings', { readSettings: async () => ({ problem: 'a.yaml:3:1 wrong' }) }, 'FAIL', 'names the place'],
  ])('%s %j is %s', async (name, facts, state, remedy) => {
    const checks = await runChecks({ ...well, ...facts }, {});

    const check = checks.find((each) => each.name === name);
    expect(check?.state).toBe(state);
    expect(check?.remedy ?? '').toContain(remedy);
    expect(checks.filter((each) => each.name !== name).every((each) => each.state === 'OK')).toBe(true);
  });

  it('fails over settings that were named and are not there', async () => {
    const checks = await runChecks(well, { settingsFile: 'mine.yaml' });

    expect(checks.at(-1)).toMatchObject({
      name: 'Settings',
      state: 'FAIL',
      detail: 'mine.yaml is not there',
    });
  });

  it('ends with 1 and names what is not ready, as JSON too', async () => {
    const tasks = { doctor: { ...well, nodeVersion: '22.0.0', isConsoleBuilt: async () => false } };

    const { exitCode, out, told } = await medic(['doctor', '--json'], { tasks });

    expect(exitCode).toBe(1);
    expect(JSON.parse(out).isWell).toBe(false);
    expect(told).toBe('Not ready: Node.\n');
  });
});

describe('findNodeProblem', () => {
  it('accepts 24 and later', () => {
    expect(findNodeProblem('24.0.0')).toBeUndefined();
    expect(findNodeProblem('26.1.0')).toBeUndefined();
  });

  it('explains anything older', () => {
    expect(findNodeProblem('22.18.0')).toContain('needs Node 24 or newer; this is Node 22.18.0');
  });
});
