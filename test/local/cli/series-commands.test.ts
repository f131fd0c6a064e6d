import { describe, expect, it } from 'vitest';
import type { FileOutcome } from '#local/series/file-outcome.ts';
import type { SeriesOptions, SeriesRun } from '#local/series/run-series.ts';
import { medic } from './harness.ts';

const FLAGS = ['score', '--in', 'in.csv', '--out', 'out.csv'] as const;

function done(name: string, notices: readonly string[] = []): FileOutcome {
  const job = { input: `in/${name}`, output: `out/${name}` };
  return { isDone: true, job, report: { rows: 1200, figures: { alarms: 7 }, notices } };
}

function failed(name: string, isInput: boolean): FileOutcome {
  const job = { input: `in/${name}`, output: `out/${name}` };
  return { isDone: false, job, problem: `in/${name} is empty`, isInput };
}

/** `medic` whose series work comes to these outcomes, and what it was asked. */
async function run(argv: readonly string[], answer: Partial<SeriesRun> = {}) {
  const asked: { order?: unknown; options?: SeriesOptions } = {};
  const result = await medic(argv, {
    tasks: {
      runSeries: async (order, options) => {
        Object.assign(asked, { order, options });
        return { isFolder: false, outcomes: [done('web.csv')], ...answer };
      },
    },
  });
  return { ...result, asked };
}

describe('medic score', () => {
  it('hands paths and flags on', async () => {
    const { asked } = await run([
      ...FLAGS,
      '--period',
      '300',
      '--jobs',
      '4',
      '--plot',
      'out.svg',
      '--offline',
    ]);

    expect(asked.order).toEqual({ task: 'score', periodSeconds: 300, isOffline: true });
    expect(asked.options).toMatchObject({ in: 'in.csv', out: 'out.csv', jobs: 4, plot: 'out.svg' });
  });

  it('does one file at a time unless told otherwise, and finds the period in the data', async () => {
    const { asked } = await run(FLAGS);

    expect(asked.order).toEqual({ task: 'score', periodSeconds: undefined, isOffline: false });
    expect(asked.options?.jobs).toBe(1);
  });

  it('shows a line for each file, and tells what was odd once', async () => {
    const outcomes = [done('a.csv', ['thresholds only', 'a is odd']), done('b.csv', ['thresholds only'])];

    const { out, told, exitCode } = await run(FLAGS, { isFolder: true, outcomes });

    expect(out).toMatch(/File .*Rows .*alarms .*Written to/);
    expect(out).toMatch(/a\.csv .*1200 .*7 .*out\/a\.csv/);
    expect(told).toBe('thresholds only\na is odd\n');
    expect(exitCode).toBe(0);
  });

  it('answers with JSON when asked for', async () => {
    const { out } = await run([...FLAGS, '--json'], { outcomes: [done('a.csv'), failed('b.csv', true)] });

    expect(JSON.parse(out)).toEqual({
      files: [
        { input: 'in/a.csv', output: 'out/a.csv', rows: 1200, figures: { alarms: 7 }, notices: [] },
        { input: 'in/b.csv', output: 'out/b.csv', problem: 'in/b.csv is empty' },
      ],
      rows: 1200,
      seconds: 0,
      rowsPerSecond: null,
    });
  });

  it.each([
    [true, 2],
    [false, 1],
  ])('ends with the problem of its one file (input at fault: %s)', async (isInput, code) => {
    const { out, told, exitCode } = await run(FLAGS, { outcomes: [failed('web.csv', isInput)] });

    expect({ out, told, exitCode }).toEqual({ out: '', told: 'in/web.csv is empty\n', exitCode: code });
  });

  it('ends with the list of a folder, after all of it was done', async () => {
    const outcomes = [failed('a.csv', true), done('b.csv'), failed('c.csv', false)];

    const { out, told, exitCode } = await run(FLAGS, { isFolder: true, outcomes });

    expect(out).toContain('b.csv');
    expect(told).toBe('2 of 3 files could not be done:\nin/a.csv is empty\nin/c.csv is empty\n');
    expect(exitCode).toBe(1);
  });

  it.each([
    [['score', '--in', 'a.csv'], /--out/],
    [[...FLAGS, '--period', '0'], /whole number from 1 to 604800/],
    [[...FLAGS, '--jobs', 'all'], /whole number from 1 to 64/],
  ])('refuses %j', async (argv, problem) => {
    const { told, exitCode } = await run(argv);

    expect(told).toMatch(problem);
    expect(exitCode).toBe(2);
  });
});
