import { expect, it } from 'vitest';
import { describeDemo, isSound } from '#local/cli/describe-demo.ts';
import { localTasks } from '#local/cli/local-tasks.ts';
import type { DemoReport } from '#local/demo/report.ts';

it('runs a demo on the local runtime and tells of it', async () => {
  const told: string[] = [];

  const { lines, isSound: held } = await localTasks().runDemo({
    seed: 1,
    hours: 1,
    mode: 'auto',
    services: 12,
    faultsPerDay: 24,
    onProgress: (line) => told.push(line),
  });

  expect(held).toBe(true);
  expect(told).toEqual([expect.stringContaining('Simulating 12 services for 1 h')]);
  expect(lines).toContain('All 15 safety rules held.');
});

it('names each safety rule that was broken', async () => {
  const { report } = await localTasks().runDemo({
    seed: 1,
    hours: 1,
    mode: 'observe',
    services: 12,
    faultsPerDay: 0,
  });
  const sound = report as DemoReport;
  const broken = { ...sound, invariantViolations: { ...sound.invariantViolations, I3: 2 } };

  expect(isSound(broken)).toBe(false);
  expect(describeDemo(broken).at(-1)).toContain(
    'BROKEN I3 2 times: no mutating call without a stored capture',
  );
  expect(describeDemo(broken)).toContain('Time to detect      nothing to measure');
});

it('runs a program of this project and tells how it ended', async () => {
  const ended = await localTasks().runProgram(process.execPath, ['-e', 'process.exit(3)']);

  expect(ended).toBe(3);
});

it('opens the account of the environment without calling it', async () => {
  const account = await localTasks().openAccount();

  expect(account).toHaveProperty('identify');
});
