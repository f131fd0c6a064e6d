import { describe, expect, it } from 'vitest';
import { replayPath } from '#local/replay/replay-loop.ts';
import {
  GRAPH,
  makeFolder,
  metricsFile,
  RECORDED_AT,
  targetFile,
  writeIn,
  writePetshop,
} from './recordings.ts';

describe('a PetShop folder', () => {
  it('is replayed issue by issue, each after the same normal day', async () => {
    const report = await replayPath(await writePetshop(await makeFolder()), undefined);

    expect(report).toMatchObject({
      kind: 'issues',
      periodSeconds: 300,
      services: 3,
      model: null,
      notices: [],
    });
    expect(report.normal).toMatchObject({ incidents: [], incidentsPerServiceDay: 0, serviceDays: 3.125 });
    expect(report.issues.map(({ issue, isDetected }) => ({ issue, isDetected }))).toEqual([
      { issue: 'issue_0', isDetected: true },
      { issue: 'issue_10', isDetected: false },
    ]);
    expect(report.summary).toEqual({
      issues: 2,
      detected: 1,
      detectedShare: 0.5,
      medianDelaySeconds: 600,
      top1Share: 0.5,
      top3Share: 0.5,
      withPlan: expect.any(Number),
      falseIncidents: 0,
      falseIncidentsPerServiceDay: 0,
    });
  });

  it('tells of an issue when it was found, where, why, and what would have been offered', async () => {
    const report = await replayPath(await writePetshop(await makeFolder()), undefined);

    const [issue] = report.issues;
    expect(issue).toMatchObject({ cause: 'search_AWS::ECS::Fargate', causeRank: 1, otherIncidents: 0 });
    // Two slow periods of five minutes each, as recorded and not as moved behind the normal day.
    expect(issue?.delaySeconds).toBe(600);
    expect(Date.parse(issue?.incident?.detectedAt ?? '') - Date.parse(issue?.symptom.at ?? '')).toBe(600_000);
    expect(issue?.incident?.services.map(({ service }) => service)).toContain('search_AWS::ECS::Fargate');
    expect(issue?.incident?.plan.isHypothetical).toBe(true);
    expect(issue?.incident?.plan.summary).not.toBe('');
  });

  it('may be one issue alone, or lack a call graph', async () => {
    const folder = await makeFolder();
    await writePetshop(folder);

    const one = await replayPath(`${folder}/train/issue_0`, undefined);
    const above = await replayPath(folder, undefined);

    expect(one.issues.map(({ issue }) => issue)).toEqual(['issue_0']);
    expect(above.issues).toHaveLength(2);
  });

  it('needs a normal recording', async () => {
    const folder = await makeFolder();
    await writeIn(folder, 'train/issue_0/metrics.csv', metricsFile(RECORDED_AT, 5));
    await writeIn(folder, 'train/issue_0/target.json', targetFile(RECORDED_AT));
    await writeIn(folder, 'graph.csv', GRAPH);

    await expect(replayPath(`${folder}/train`, undefined)).rejects.toThrow(
      /no normal recording; put noissue\/metrics.csv/,
    );
  });
});

describe('plain CSV files', () => {
  const course = (isIll: boolean) =>
    Array.from({ length: 600 }, (_, minute) => {
      const value = isIll && minute >= 550 && minute < 580 ? 500 : 100 + (minute % 5);
      return `${RECORDED_AT + minute * 60},${value}`;
    }).join('\n');

  it('are watched as services of which nothing is known but their course', async () => {
    const folder = await makeFolder();
    await writeIn(folder, 'calm.csv', `timestamp,value\n${course(false)}`);
    await writeIn(folder, 'ill.csv', `timestamp,value\n${course(true)}`);

    const report = await replayPath(folder, undefined);

    expect(report).toMatchObject({
      kind: 'series',
      services: 2,
      periodSeconds: 60,
      summary: null,
      issues: [],
    });
    expect(report.normal.incidents.map(({ services }) => services)).toEqual([
      [{ service: 'ill', indicators: ['value'] }],
    ]);
    const foundAfterSeconds =
      Date.parse(report.normal.incidents[0]?.detectedAt ?? '') / 1000 - RECORDED_AT - 550 * 60;
    expect(foundAfterSeconds).toBeGreaterThan(0);
    expect(foundAfterSeconds).toBeLessThanOrEqual(600);
  });

  it('may be one file', async () => {
    const path = await writeIn(await makeFolder(), 'calm.csv', `timestamp,value\n${course(false)}`);

    expect((await replayPath(path, undefined)).normal.incidents).toEqual([]);
  });
});

describe('what is no recording', () => {
  it('is refused with what was expected', async () => {
    const folder = await makeFolder();

    await expect(replayPath(`${folder}/nothing`, undefined)).rejects.toThrow(
      /does not exist; name a recording/,
    );
    await expect(replayPath(folder, undefined)).rejects.toThrow(
      /holds no recording; expected folders with metrics.csv/,
    );
  });
});
