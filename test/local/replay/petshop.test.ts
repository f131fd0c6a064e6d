import { describe, expect, it } from 'vitest';
import { makeNotices } from '#local/replay/notices.ts';
import { readCallGraph, readIssueTruth, readMetricsFile } from '#local/replay/petshop.ts';
import { GRAPH, makeFolder, metricsFile, RECORDED_AT, targetFile, writeIn } from './recordings.ts';

const HEADER =
  'microservice,web,web\nmetric,requests,availability\nstatistic,Sum,Average\nunix_timestamp,,\n';

async function read(text: string) {
  return readMetricsFile(await writeIn(await makeFolder(), 'metrics.csv', text), makeNotices());
}

describe('readMetricsFile', () => {
  it('makes a component of each name, with the signals that the loop knows', async () => {
    const { components, periodSeconds, from, to } = await read(metricsFile(RECORDED_AT, 4));

    expect(components.map(({ name }) => name)).toEqual([
      'shop',
      'search_AWS::ECS::Fargate',
      'mail/out_remote',
    ]);
    expect(Object.keys(components[0]?.series ?? {}).toSorted()).toEqual([
      'error-count',
      'latency-p50',
      'latency-p99',
      'request-count',
    ]);
    expect({ periodSeconds, from, to }).toEqual({
      periodSeconds: 300,
      from: RECORDED_AT * 1000,
      to: (RECORDED_AT + 1200) * 1000,
    });
  });

  it('turns availability into failed requests, and nothing into nothing', async () => {
    const { components } = await read(`${HEADER}1682899200,200,97.5\n1682899500,,\n1682899800,100,`);

    expect(components[0]?.series).toEqual({
      'request-count': [
        { at: 1_682_899_200_000, value: 200 },
        { at: 1_682_899_800_000, value: 100 },
      ],
      'error-count': [{ at: 1_682_899_200_000, value: 5 }],
    });
  });

  it.each([
    ['', /metrics\.csv:1: a metrics file begins with the rows microservice, metric, statistic/],
    ['timestamp,value\n1,2', /metrics\.csv:1: a metrics file begins/],
    [HEADER, /there is no row of values after the header/],
    [`${HEADER}soon,1,100`, /metrics\.csv:5: "soon" is no time/],
    [`${HEADER}1682899200,1`, /metrics\.csv:5: 2 columns instead of 3/],
    [`${HEADER}1682899200,1,good`, /metrics\.csv:5: "good" for web availability Average is no number/],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidInputError', message: expect.stringMatching(message) }),
    );
  });
});

describe('readCallGraph', () => {
  it('reads rows as callers of columns', async () => {
    const calls = await readCallGraph(await writeIn(await makeFolder(), 'graph.csv', GRAPH));

    expect(calls.get('shop')).toEqual(['search_AWS::ECS::Fargate', 'mail/out_remote', 'ghost']);
    expect(calls.get('search_AWS::ECS::Fargate')).toEqual([]);
  });

  it('refuses a row that is too short', async () => {
    const path = await writeIn(await makeFolder(), 'graph.csv', ',a,b\na,0.0');

    await expect(readCallGraph(path)).rejects.toThrow(/graph\.csv:2: 2 columns instead of 3/);
  });
});

describe('readIssueTruth', () => {
  it('reads symptom, time and cause', async () => {
    const path = await writeIn(await makeFolder(), 'target.json', targetFile(RECORDED_AT));

    expect(await readIssueTruth(path)).toEqual({
      symptomService: 'shop',
      symptomMetric: 'latency',
      symptomAt: RECORDED_AT * 1000,
      causeService: 'search_AWS::ECS::Fargate',
    });
  });

  it.each(['{', '{"target":{}}'])('refuses %s, saying what is needed', async (text) => {
    const path = await writeIn(await makeFolder(), 'target.json', text);

    await expect(readIssueTruth(path)).rejects.toThrow(
      /target\.json is not the description of an issue; it needs/,
    );
  });
});
