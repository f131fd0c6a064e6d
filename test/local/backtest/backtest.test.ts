import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Settings } from '#contracts/settings.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { backtest } from '#local/backtest/backtest.ts';
import { metricFile, stampOf, writeHistory } from './history.ts';

const DAYS = 4 * 288;
const DEPLOYED = 1000;
const fails = (from: number, to: number) => (period: number, usual: { requests: number }) =>
  period >= from && period < to ? { errors: usual.requests * 0.3, p99: 1.2 } : {};

async function runHistory() {
  const folder = await writeHistory({
    'search.csv': metricFile(1, DAYS, fails(DEPLOYED, DEPLOYED + 12)),
    'shop.csv': metricFile(2, DAYS),
    'changes.csv': `timestamp,service,kind,summary\n${stampOf(DEPLOYED - 1)},search,deployment,v2\n`,
    'incidents.csv': `start,end,service\n${stampOf(DEPLOYED)},${stampOf(DEPLOYED + 12)},search\n${stampOf(600)},${stampOf(606)},shop\n`,
  });
  return backtest(
    { metrics: folder, changes: join(folder, 'changes.csv'), incidents: join(folder, 'incidents.csv') },
    undefined,
  );
}

describe('a backtest', () => {
  it('tells what would have been found and done, held against what people know', async () => {
    const report = await runHistory();

    expect(report).toMatchObject({
      periodSeconds: 300,
      services: ['search', 'shop'],
      serviceWeeks: 1.143,
      model: null,
      from: stampOf(0),
      to: stampOf(DAYS),
    });
    expect(report.incidents).toHaveLength(1);
    expect(report.incidents[0]).toMatchObject({
      title: expect.stringContaining('search: error share'),
      hypotheses: [expect.objectContaining({ service: 'search', failureType: 'bad-deployment' })],
      plan: {
        strategy: 'configuration-rollback',
        service: 'search',
        risk: { tier: expect.stringMatching(/low|medium|high/) },
        approvals: { inApprove: expect.any(Number), inAuto: expect.any(Number) },
        // Nothing is automatic where thresholds judged alone.
        approvalReason: 'the model did not take part in the detection, or has drifted',
      },
    });
    expect(report.incidents[0]?.plan?.summary).not.toContain('observe');
    expect(report.incidents[0]?.unknown).toEqual(['how many tasks search had']);
    const { known } = report;
    expect(known).toMatchObject({ found: 1, missed: 1, falsePages: 0, falsePagesPerServiceWeek: 0 });
    expect(known?.incidents.map(({ service, incidentId }) => [service, incidentId !== null])).toEqual([
      ['shop', false],
      ['search', true],
    ]);
    expect(known?.medianDelaySeconds).toBeGreaterThan(0);
    expect(known?.medianDelaySeconds).toBeLessThanOrEqual(900);
  });

  it('says what it lacked, and what watching would cost', async () => {
    const metrics = await writeHistory({ 'shop.csv': metricFile(2, 300) });
    const days: string[] = [];

    const report = await backtest(
      { metrics: join(metrics, 'shop.csv'), onProgress: (line) => days.push(line) },
      undefined,
    );

    expect(report.known).toBeNull();
    expect(report.limits).toHaveLength(4);
    expect(report.limits.join()).toMatch(/No changes were given.*No known incidents were given/);
    expect(report.cost.dollarsPerMonth).toBeGreaterThan(0);
    expect(days).toEqual(['Day 1 of 2 ...']);
  });

  it('blames no deployment that it knows nothing of, and says so', async () => {
    const metrics = await writeHistory({ 'search.csv': metricFile(1, 400, fails(300, 320)) });

    const { incidents } = await backtest({ metrics }, undefined);

    const [incident] = incidents;
    expect(incident?.plan?.strategy).not.toBe('configuration-rollback');
    expect(incident?.unknown).toContain('what was usual: the recording had begun 25 h before');
  });

  it('watches as the user has set it up: what calls what, and who approves', async () => {
    const metrics = await writeHistory({
      'search.csv': metricFile(1, 900, (period) =>
        period >= 800 && period < 830 ? { cpu: 97, p99: 2 } : {},
      ),
      'shop.csv': metricFile(2, 900, (period) => (period >= 800 && period < 830 ? { p99: 1.5 } : {})),
    });
    const settings = Settings.parse({
      version: 1,
      mode: 'auto',
      services: [
        { id: 'shop', resources: ['ecs-service/x/shop'], dependsOn: ['search', 'mail'], mode: 'auto' },
        { id: 'search', resources: ['ecs-service/x/search'] },
      ],
      approvals: { approversNeeded: { low: 3, medium: 3, high: 3 } },
    });

    const { incidents } = await backtest({ metrics, settings }, undefined);

    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.hypotheses[0]?.service).toBe('search');
    expect(incidents[0]?.plan?.approvals.inApprove).toBe(3);
  });
});

describe('a backtest without metrics', () => {
  it.each([
    [{}, /holds no <service>.csv file/],
    [{ 'changes.csv': 'timestamp,service,kind\n' }, /holds no <service>.csv file/],
    [{ 'shop.csv': 'timestamp,weather\n2026-01-05,3\n' }, /shop.csv has no column of a known signal/],
    [{ 'shop.csv': 'timestamp,cpu\n2026-01-05,\n' }, /holds no value of any signal/],
  ])('is refused: %j', async (files, problem) => {
    const metrics = await writeHistory(files);

    await expect(backtest({ metrics }, undefined)).rejects.toThrow(problem);
    await expect(backtest({ metrics }, undefined)).rejects.toThrow(InvalidInputError);
  });

  it('is refused when there is nothing at all', async () => {
    await expect(backtest({ metrics: '/nowhere' }, undefined)).rejects.toThrow(/\/nowhere does not exist/);
  });
});
