// Root-cause ranking over files: their shapes, their oddities, and the answer as printed.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { IncidentPicture } from '#domain/cause/component.ts';
import { readCallGraphFile } from '#local/cause/call-graph-file.ts';
import { classifyText } from '#local/cause/classify-text.ts';
import { diagnoseFiles, NO_SINGLE_CAUSE } from '#local/cause/diagnose-files.ts';
import { findSymptom } from '#local/cause/find-symptom.ts';
import { readMetricTable } from '#local/cause/metric-table.ts';
import { joinTables } from '#local/cause/read-picture.ts';
import { makeNotices } from '#local/replay/notices.ts';
import { makePicture, minuteOf, ONSET, SLOW_STORE } from '../../domain/cause/picture.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cause-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function writeText(name: string, text: string): Promise<string> {
  const path = join(await makeFolder(), name);
  await writeFile(path, text);
  return path;
}

/** A picture's courses as the file that they would come from. */
function tableText({ components }: IncidentPicture, part: 'normal' | 'seen'): string {
  const columns = components.flatMap(({ name, measures }) =>
    measures.map((measure) => ({ name, ...measure })),
  );
  const stamps = columns[0]?.[part].stamps ?? [];
  const rows = stamps.map((at, row) => [
    at / 1000,
    ...columns.map((column) => column[part].values[row] ?? ''),
  ]);
  return [
    ['microservice', ...columns.map(({ name }) => name)],
    ['metric', ...columns.map(({ metric }) => metric)],
    ['statistic', ...columns.map(({ statistic }) => statistic)],
    ['unix_timestamp', ...columns.map(() => '')],
    ...rows,
  ]
    .map((cells) => cells.join(','))
    .join('\n');
}

const GRAPH = ',web,cart,search,store\nweb,0,1,1,0\ncart,0,0,0,1\nsearch,0,0,0,0\nstore,0,0,0,1\n';

async function writeIncident(picture: IncidentPicture) {
  const [metrics, normal, graph] = await Promise.all([
    writeText('metrics.csv', tableText(picture, 'seen')),
    writeText('normal.csv', tableText(picture, 'normal')),
    writeText('graph.csv', GRAPH),
  ]);
  return { metrics, normal, graph };
}

describe('diagnosing files', () => {
  it('ranks the causes, with evidence that an engineer can check', async () => {
    const files = await writeIncident(makePicture(SLOW_STORE));

    const { answer, messages } = await diagnoseFiles({ ...files, symptom: 'web:latency:Average', at: ONSET });

    expect(answer[0]).toMatchObject({
      node: 'store',
      evidence: [expect.objectContaining({ node: 'store', metric: 'latency', statistic: 'Average' })],
    });
    expect(messages.at(-1)).toMatch(
      /^Onset 2026-01-06T09:20:00.000Z: most likely store \(\d+ %\): store latency/,
    );
  });

  it('finds the onset by itself, without a graph and with a symptom that is not measured', async () => {
    const { metrics, normal } = await writeIncident(makePicture(SLOW_STORE));

    const { answer, messages } = await diagnoseFiles({ metrics, normal, symptom: 'nobody:latency' });

    expect(answer).not.toBe(NO_SINGLE_CAUSE);
    expect(messages[0]).toContain('nobody:latency names no component');
  });

  it('says that there is no single cause', async () => {
    const files = await writeIncident(makePicture());

    const { answer, messages } = await diagnoseFiles({ ...files, symptom: 'web' });

    expect(answer).toBe('no single cause');
    expect(messages.at(-1)).toContain('nothing stands out');
  });
});

describe('a metric table', () => {
  const HEADER = 'microservice,a,a\nmetric,latency,requests\nstatistic,p50,Sum\n';

  it('is read whatever is odd about it, and all of that is told', async () => {
    const path = await writeText(
      'odd.csv',
      `${HEADER}unix_timestamp,,\n120,3,4\n60,1,x\n60,2,inf\nno time,1,2\n240,5\n`,
    );
    const notices = makeNotices();

    const { stamps, columns } = await readMetricTable(path, notices);

    expect(stamps).toEqual([60_000, 120_000, 240_000]);
    expect(columns[0]).toEqual({ component: 'a', metric: 'latency', statistic: 'p50', values: [2, 3, 5] });
    expect(columns[1]?.values).toEqual([undefined, 4, undefined]);
    expect(notices.lines().join('\n')).toMatch(
      /not a number.*\n|no time|more or fewer columns|the same time/,
    );
  });

  it.each([
    ['an empty file', ''],
    ['a plain series', 'timestamp,value\n0,1\n60,2\n'],
    ['headers alone', HEADER],
  ])('is refused by name: %s', async (_what, text) => {
    const path = await writeText('bad.csv', text);

    await expect(readMetricTable(path, makeNotices())).rejects.toThrow('bad.csv');
  });

  it('of one row takes the distance of rows from normal life, or five minutes', () => {
    const one = { stamps: [minuteOf(0)], columns: [] };
    const two = { stamps: [minuteOf(0), minuteOf(1)], columns: [] };

    expect(joinTables(one, two, new Map()).periodSeconds).toBe(60);
    expect(joinTables(one, one, new Map()).periodSeconds).toBe(300);
  });

  it('has an empty normal course for what normal life does not know', () => {
    const column = { component: 'new', metric: 'latency', statistic: 'p50', values: [1] };
    const table = { stamps: [minuteOf(0)], columns: [column] };

    const { components } = joinTables(table, { ...table, columns: [] }, new Map());

    expect(components[0]?.measures[0]?.normal).toEqual({ stamps: [], values: [] });
  });
});

describe('a call graph', () => {
  it('is read from a matrix, calls to oneself left out', async () => {
    const calls = await readCallGraphFile(await writeText('graph.csv', GRAPH), makeNotices());

    expect([...calls]).toEqual([
      ['web', ['cart', 'search']],
      ['cart', ['store']],
      ['search', []],
      ['store', []],
    ]);
  });

  it('is read from a list, and what does not fit is told', async () => {
    const notices = makeNotices();
    const path = await writeText('calls.csv', 'Source,Target,Weight\na,b,1\na,c,1\nb,c\nd,,1\n');

    const calls = await readCallGraphFile(path, notices);

    expect(calls.get('a')).toEqual(['b', 'c']);
    expect(calls.get('d')).toEqual([]);
    expect(notices.lines()[0]).toContain('more or fewer columns');
  });
});

describe('a symptom in words', () => {
  const NAMES = ['PetSearch_AWS::ECS::Fargate', 'PetSearch', 'https://queue/1'];

  it.each([
    ['PetSearch', { component: 'PetSearch' }],
    ['PetSearch_AWS::ECS::Fargate:latency', { component: 'PetSearch_AWS::ECS::Fargate', metric: 'latency' }],
    ['https://queue/1:requests:Sum', { component: 'https://queue/1', metric: 'requests', statistic: 'Sum' }],
    ['petsearch:latency', { component: 'PetSearch', metric: 'latency' }],
    ['someone:latency', undefined],
  ])('%s is understood by the names that there are', (text, symptom) => {
    expect(findSymptom(text, NAMES)).toEqual(symptom);
  });
});

describe('classifying a text', () => {
  it('also says what a page would say', async () => {
    const found = await classifyText({ message: 'out of memory: process killed, exiting', source: 'linux' });

    expect(found.category).toBe('capacity');
    expect(found.pageSeverity).toBe('critical');
  });
});
