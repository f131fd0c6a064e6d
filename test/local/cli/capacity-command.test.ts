import { describe, expect, it } from 'vitest';
import type { CapacityOutlook } from '#contracts/api/capacity-views.ts';
import { ServiceId } from '#domain/ids.ts';
import { CHECKOUT, minute, NOON } from '../../builders.ts';
import { foreseenSpike } from '../../demand.ts';
import { medic } from './harness.ts';

const prices = { month: '2026-11', region: 'us-east-1' };

function outlook(overrides: Partial<CapacityOutlook> = {}): CapacityOutlook {
  return {
    serviceId: CHECKOUT,
    madeAt: NOON,
    historyDays: 12,
    isByModel: true,
    demand: 100.4,
    tasks: 4,
    taskCapacity: 40,
    peaks: [
      { horizon: 'day', at: minute(300), low: 180, expected: 200, atMost: 228 },
      { horizon: 'week', at: minute(3000), low: 190, expected: 231, atMost: 260 },
    ],
    plan: {
      horizon: 'week',
      tasks: 7,
      at: minute(3000),
      steps: [],
      addedDollars: 3.456,
      isCapped: false,
      isTaskSizeAssumed: true,
      spareTaskHours: 20,
    },
    trust: [{ horizon: 'day', ratio: 0.512, coverage: 0.8, held: 0.96, points: 240 }],
    ...overrides,
  };
}

function ask(services: readonly CapacityOutlook[], flags: readonly string[] = []) {
  return medic(['capacity', ...flags], { server: { readCapacity: { now: NOON, prices, services } } });
}

describe('medic capacity, asked of a server', () => {
  it('shows the coming demand, the tasks that it needs, and how far to trust that', async () => {
    const { exitCode, out } = await ask([outlook()]);

    expect(exitCode).toBe(0);
    for (const part of ['checkout', '100/s', '200/s (180 to 228)', '231/s (190 to 260)', '$3.46'])
      expect(out).toContain(part);
    expect(out).toContain('96 % held, error 0.51');
    expect(out).toContain(
      '2026-11, us-east-1), at half a processor and 1 GB a task where taskSize is not set',
    );
  });

  it('says where the settings keep a plan from costing as much as it would', async () => {
    const { plan, ...rest } = outlook();

    const { out } = await ask([outlook({ ...rest, ...(plan && { plan: { ...plan, isCapped: true } }) })]);

    expect(out).toContain('$3.46 (capped)');
    expect(out).toContain('`maxAddedDollarsPerWeek`');
  });

  it('says what is too young, untried or not looked at, and what spike is coming', async () => {
    const spiky = outlook({ spike: foreseenSpike(), spikeNote: 'Capacity was asked for' });
    const {
      plan: _plan,
      demand: _demand,
      tasks: _tasks,
      madeAt: _madeAt,
      ...bare
    } = outlook({
      serviceId: ServiceId.parse('cart'),
      historyDays: 0,
      peaks: [],
      trust: [],
    });

    const { out } = await ask([spiky, bare]);

    expect(out).toContain(
      'checkout: a spike to 230/s at 2026-11-23 12:40 needs 6 tasks. Capacity was asked for.',
    );
    expect(out).toContain('not looked at yet');
    expect(out).toContain('untried');
    expect(out).toContain('1 services are known for less than two days');
  });

  it('says so where no requests are counted, and gives everything as JSON', async () => {
    const none = await ask([]);
    const json = await ask([outlook()], ['--json']);

    expect(none.out).toContain('Of no service are requests counted');
    expect(JSON.parse(json.out)).toMatchObject({ services: [{ serviceId: 'checkout', tasks: 4 }] });
  });

  it('needs to know what a recording is planned by', async () => {
    const { exitCode, told } = await medic(['capacity', '--in', 'demand.csv', '--tasks', '4']);

    expect(exitCode).toBe(2);
    expect(told).toContain('--capacity and --tasks');
  });
});
