import { describe, expect, it } from 'vitest';
import type { BacktestOptions } from '#local/backtest/backtest.ts';
import type { BacktestIncident, BacktestReport } from '#local/backtest/report.ts';
import { medic } from './harness.ts';

const INCIDENT: BacktestIncident = {
  incidentId: 'inc-search-1',
  title: 'search: error share 30 %',
  severity: 'SEV-2',
  onsetAt: '2026-01-05T10:00:00.000Z',
  detectedAt: '2026-01-05T10:02:00.000Z',
  closedAt: null,
  state: 'planned',
  services: [{ service: 'search', indicators: ['error-share'] }],
  hypotheses: [{ rank: 1, service: 'search', failureType: 'bad-deployment', confidence: 0.9 }],
  plan: {
    plannedAt: '2026-01-05T10:06:00.000Z',
    strategy: 'configuration-rollback',
    service: 'search',
    summary: 'Roll search back',
    actions: ['deploy search:1'],
    risk: { tier: 'medium', sentence: 'some' },
    successProbability: 0.9,
    approvals: { inApprove: 1, inAuto: 0 },
    approvalReason: null,
  },
  escalation: null,
  unknown: ['how many tasks search had'],
};

const REPORT: BacktestReport = {
  path: 'november',
  from: '2026-01-05T00:00:00.000Z',
  to: '2026-01-12T00:00:00.000Z',
  periodSeconds: 60,
  services: ['search', 'shop'],
  serviceWeeks: 2,
  model: 'm',
  incidents: [INCIDENT],
  incidentsPerServiceWeek: 0.5,
  known: null,
  cost: { dollarsPerMonth: 12.3, prices: { month: '2026-11', region: 'us-east-1' } },
  limits: ['Nothing was acted on.'],
  notices: ['shop.csv: a gap'],
};

async function run(
  argv: readonly string[],
  report: Partial<BacktestReport> = {},
  files: Record<string, string> = {},
) {
  let asked: BacktestOptions | undefined;
  const result = await medic(['backtest', '--metrics', 'november', ...argv], {
    readText: async (path) => files[path],
    tasks: {
      backtest: async (options) => {
        asked = options;
        options.onProgress?.('Day 1 of 7 ...');
        return { ...REPORT, ...report };
      },
    },
    isTerminal: argv.includes('--json'),
  });
  return { ...result, asked };
}

describe('medic backtest', () => {
  it('hands the files on, and tells each incident with its plan, approvals and unknowns', async () => {
    const { out, told, asked, exitCode } = await run(['--changes', 'c.csv', '--incidents', 'i.csv']);

    expect(asked).toMatchObject({ metrics: 'november', changes: 'c.csv', incidents: 'i.csv' });
    expect(out).toContain('november: 2 services, a point every 60 s');
    expect(out).toContain('2026-01-05 10:02');
    expect(out).toContain('bad-deployment in search, 90 % sure');
    expect(out).toContain('Roll search back');
    expect(out).toContain('risk medium; people asked: 1 in mode approve, 0 in auto');
    expect(out).toContain('unknown: how many tasks search had');
    expect(out).toContain('about $12.30 a month');
    expect(out).toContain('Nothing was acted on.');
    expect(told).toBe('shop.csv: a gap\n');
    expect(exitCode).toBe(0);
  });

  it('tells of incidents without a plan or a cause', async () => {
    const bare = { ...INCIDENT, plan: null, hypotheses: [], unknown: [] };

    const { out } = await run([], {
      model: null,
      incidents: [bare, { ...bare, state: 'escalated', escalation: 'no strategy remedies it' }],
    });

    expect(out).toContain('Judged by thresholds alone');
    expect(out).toContain('no cause was found');
    expect(out).toContain('nothing: it passed by itself');
    expect(out).toContain('people called: no strategy remedies it');
  });

  it('shows some of many incidents, and none of none', async () => {
    const many = await run([], { incidents: new Array(25).fill(INCIDENT) });
    const none = await run([], { incidents: [] });

    expect(many.out).toContain('... and 5 more');
    expect(none.out).not.toContain('Detected');
  });

  it('holds what was found against what is known', async () => {
    const { out } = await run([], {
      known: {
        incidents: [
          {
            from: '2026-01-05T10:00:00Z',
            to: '2026-01-05T11:00:00Z',
            service: 'search',
            incidentId: 'inc-1',
            delaySeconds: 120,
          },
          {
            from: '2026-01-06T10:00:00Z',
            to: '2026-01-06T11:00:00Z',
            service: null,
            incidentId: null,
            delaySeconds: null,
          },
        ],
        found: 1,
        missed: 1,
        medianDelaySeconds: null,
        falsePages: 3,
        falsePagesPerServiceWeek: 1.5,
      },
    });

    expect(out).toMatch(/2026-01-05 10:00 .*search .*inc-1 .*120 s/);
    expect(out).toMatch(/2026-01-06 10:00 .*any .*missed .*-/);
    expect(out).toContain('Found 1 of 2 known incidents, median delay - s');
    expect(out).toContain('False pages: 3, 1.5 per service and week');
  });

  it('answers with JSON, and tells a person how far it is', async () => {
    const { out, told } = await run(['--json']);

    expect(JSON.parse(out)).toEqual(REPORT);
    expect(told).toBe('Day 1 of 7 ...\nshop.csv: a gap\n');
  });

  it('takes the settings of a file', async () => {
    const yaml = 'version: 1\nservices:\n  - id: shop\n    resources: [ecs-service/x/shop]\n';

    const { asked } = await run(['--settings', 'f.yaml'], {}, { 'f.yaml': yaml });

    expect(asked?.settings?.services[0]?.id).toBe('shop');
  });

  it('refuses a settings file that is not there', async () => {
    const { exitCode, told } = await run(['--settings', 'f.yaml']);

    expect(exitCode).toBe(2);
    expect(told).toMatch(/f.yaml cannot be read/);
  });
});
