import { describe, expect, it } from 'vitest';
import { makeNotices } from '#local/replay/notices.ts';
import { readSeriesFiles } from '#local/replay/series-csv.ts';
import { makeFolder, writeIn } from './recordings.ts';

async function readText(text: string, name = 'web.csv') {
  const notices = makeNotices();
  const path = await writeIn(await makeFolder(), name, text);
  const recording = await readSeriesFiles([path], notices);
  const [first] = recording.components;
  return {
    path,
    recording,
    notices: notices.lines(),
    points: first?.series.value?.map(({ value }) => value),
  };
}

const minutes = (count: number) =>
  Array.from({ length: count }, (_, minute) => `2026-01-01T00:0${minute}:00Z,${minute}`);

describe('readSeriesFiles', () => {
  it('reads ISO 8601 and epoch seconds alike', async () => {
    const iso = await readText(['timestamp,value', ...minutes(3)].join('\n'));
    const epoch = await readText('time,value\n1767225600,0\n1767225660,1\n1767225720,2\n');

    expect(iso.points).toEqual([0, 1, 2]);
    expect(epoch.recording.components[0]?.series).toEqual(iso.recording.components[0]?.series);
    expect(iso.recording).toMatchObject({
      periodSeconds: 60,
      from: 1_767_225_600_000,
      to: 1_767_225_780_000,
    });
    expect(iso.notices).toEqual([]);
  });

  it('makes a service of each file, or of each column where a file has several', async () => {
    const one = await readText('timestamp,value\n1767225600,1');
    const two = await readText('timestamp,cpu,disk,label\n1767225600,1,2,0', 'Host.CSV');

    expect(one.recording.components.map(({ name }) => name)).toEqual(['web']);
    expect(two.recording.components.map(({ name }) => name)).toEqual(['Host:cpu', 'Host:disk']);
  });

  it('reads five-minute data on a five-minute grid, and finer data as minute means', async () => {
    const coarse = await readText('timestamp,value\n1767225600,1\n1767225900,2');
    const fine = await readText('timestamp,value\n1767225600,1\n1767225630,3\n1767225660,5');

    expect(coarse.recording.periodSeconds).toBe(300);
    expect(fine.points).toEqual([2, 5]);
  });

  it('tells what is odd, with line numbers, and goes on', async () => {
    const { path, points, notices } = await readText(
      [
        'timestamp,value',
        ...minutes(3),
        '2026-01-01T00:01:00Z,9',
        '2026-01-01T00:00:00Z,',
        '2026-01-01T00:09:00Z,7',
      ].join('\n'),
    );

    expect(points).toEqual([9, 2, 7]);
    expect(notices).toEqual([
      `${path}: no number in column value; taken as unknown (line 6)`,
      `${path}: the same time again; the last row counts (line 5, 6)`,
      `${path}: points are missing before this one; they are taken as unknown (line 7)`,
    ]);
  });

  it('sorts what is out of order, and says so', async () => {
    const { points, notices } = await readText('timestamp,value\n1767225660,1\n1767225600,0\n1767225720,NaN');

    expect(points).toEqual([0, 1]);
    expect(notices[0]).toContain('no number in column value');
    expect(notices[1]).toContain('earlier than the row before; the rows were sorted (line 3)');
  });

  it('names the first places of many and counts the rest', async () => {
    const rows = Array.from(
      { length: 9 },
      (_, minute) => `${1_767_225_600 + minute * 60},${minute > 0 ? '' : 1}`,
    );

    const { notices } = await readText(['timestamp,value', ...rows].join('\n'));

    expect(notices).toEqual([expect.stringContaining('(line 3, 4, 5, 6, 7 and 3 more)')]);
  });

  it.each([
    ['', /web\.csv:1: the file is empty; the first line must be a header/],
    ['1767225600,1\n1767225660,2', /web\.csv:1: "1767225600,1" is no header/],
    ['timestamp\n1767225600', /web\.csv:1: "timestamp" is no header/],
    ['timestamp,value\n1767225600,1\nyesterday,2', /web\.csv:3: "yesterday" is no time; write ISO 8601/],
    ['timestamp,value\n1767225600,many', /web\.csv:2: "many" in column value is no number/],
    ['timestamp,value\n1767225600,1,2', /web\.csv:2: 3 columns instead of 2; complete or remove the line/],
    ['timestamp,value\n1767225600,"1', /web\.csv:\d+: this is not CSV/],
    ['timestamp,value\n', /there is no value in it/],
  ])('refuses %j with file, line and remedy', async (text, message) => {
    await expect(readText(text)).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidInputError', message: expect.stringMatching(message) }),
    );
  });

  it('refuses a file that cannot be read', async () => {
    await expect(readSeriesFiles([await makeFolder()], makeNotices())).rejects.toThrow(
      /cannot be read \(EISDIR\)/,
    );
  });

  it('streams a large file', async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, minute) => `${1_767_225_600 + minute * 60},${minute % 7}`,
    );

    const { points } = await readText(['timestamp,value', ...rows].join('\n'));

    expect(points).toHaveLength(50_000);
  });
});
