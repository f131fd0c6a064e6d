import { describe, expect, it } from 'vitest';
import { Instant, secondsAfter } from '#domain/ids.ts';
import type { CapacityOptions, CapacityReport } from '#local/forecast/capacity-file.ts';
import { medic } from './harness.ts';

const NOON = Instant.parse(Date.UTC(2026, 10, 22, 12));

/** `medic` whose series work is done at once, and what it was asked to do. */
async function run(argv: readonly string[]) {
  const asked: { order?: unknown } = {};
  const result = await medic([...argv, '--in', 'in.csv', '--out', 'out.csv'], {
    tasks: {
      runSeries: async (order) => {
        asked.order = order;
        return { isFolder: false, outcomes: [] };
      },
    },
  });
  return { ...result, asked };
}

describe('medic predict', () => {
  it.each([
    ['auto', 'auto'],
    ['90', 90],
    ['-5.5', -5.5],
  ])('hands on the limit %s', async (text, limit) => {
    const { asked, exitCode } = await run(['predict', '--limit', text]);

    expect(exitCode).toBe(0);
    expect(asked.order).toEqual({ task: 'predict', periodSeconds: undefined, limit });
  });

  it.each(['much', ' ', 'Infinity'])('refuses %j as a limit', async (text) => {
    const { told, exitCode } = await run(['predict', '--limit', text]);

    expect(exitCode).toBe(2);
    expect(told).toContain('a number, or auto');
  });
});

describe('medic forecast', () => {
  it.each([
    ['60m', 60],
    ['60', 60],
    ['90s', 1.5],
    ['24h', 1440],
    ['1.5d', 2160],
    ['5w', 50_400],
  ])('hands on the horizon %s', async (text, horizonMinutes) => {
    const { asked } = await run(['forecast', '--horizon', text, '--period', '300']);

    expect(asked.order).toEqual({ task: 'forecast', periodSeconds: 300, horizonMinutes });
  });

  it.each(['soon', '0m', '-5m', '6w', '3y'])('refuses %s as a horizon', async (text) => {
    const { told, exitCode } = await run(['forecast', '--horizon', text]);

    expect(exitCode).toBe(2);
    expect(told).toContain('such as 60m, 24h or 7d');
  });
});

describe('medic capacity', () => {
  const hour = (index: number, neededTasks: number, plannedTasks: number) => ({
    at: secondsAfter(NOON, index * 3600),
    expected: 100,
    atMost: 120,
    neededTasks,
    plannedTasks,
  });
  const report: CapacityReport = {
    hours: [hour(0, 2, 4), hour(1, 5, 5)],
    steps: [{ at: secondsAfter(NOON, 3600), fromTasks: 4, toTasks: 5 }],
    shortAt: undefined,
    isCapped: false,
    addedCost: { lines: [], dollars: 1.234, prices: { month: '2026-11', region: 'us-east-1' } },
    spareTaskHours: 2,
    spike: null,
    notices: ['one row was odd'],
  };

  async function plan(flags: readonly string[] = [], answer: Partial<CapacityReport> = {}) {
    const asked: { options?: CapacityOptions } = {};
    const result = await medic(
      ['capacity', '--in', 'in.csv', '--capacity', '100', '--tasks', '4', ...flags],
      {
        tasks: {
          planCapacity: async (options) => {
            asked.options = options;
            return { ...report, ...answer };
          },
        },
      },
    );
    return { ...result, asked };
  }

  it('hands the flags on, and has sensible ones for what is left out', async () => {
    const { asked } = await plan(['--vcpus', '2']);

    expect(asked.options).toEqual({
      input: 'in.csv',
      unit: { capacity: 100, vcpus: 2, memoryGb: 1 },
      presentTasks: 4,
      headRoom: 0.2,
      largestStep: 1,
    });
  });

  it('tells the peak, the steps and the cost', async () => {
    const { out, told } = await plan();

    expect(out).toContain('at most 5 tasks are needed');
    expect(out).toMatch(/│ 4 +│ 5 +│/);
    expect(out).toContain('$1.23 (prices of 2026-11, us-east-1)');
    expect(told).toBe('one row was odd\n');
  });

  it('tells what cannot be met in time, and the spike that is coming', async () => {
    const spike = {
      spikeAt: secondsAfter(NOON, 7200),
      actBy: secondsAfter(NOON, 6600),
      tasks: 9,
      peak: 812.3,
    };

    const { out } = await plan([], { steps: [], shortAt: NOON, spike });

    expect(out).not.toContain('When');
    expect(out).toContain('Too late for');
    expect(out).toMatch(/A spike to 812 at .*: ask for 9 tasks by/);
  });

  it('answers with JSON when asked for', async () => {
    const { out } = await plan(['--json']);

    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(report)));
  });
});
