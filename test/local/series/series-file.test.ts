import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '#domain/errors.ts';
import { openSeriesFile } from '#local/series/series-file.ts';
import { makeTroubles } from '#local/series/troubles.ts';
import { csv, dailyRows, readSeries, START, writeSeries } from './files.ts';

const minute = (index: number) => new Date(START + index * 60_000).toISOString();
const steady = (count: number) =>
  Array.from({ length: count }, (_, index) => `${minute(index)},${index % 7}`);

describe('a series file', () => {
  it('gives every row, with its time as written and as a moment', async () => {
    const { columns, rows, notices } = await readSeries(csv(steady(40)));

    expect(columns).toEqual(['value']);
    expect(rows).toHaveLength(40);
    expect(rows[1]).toEqual({
      line: 3,
      stamp: minute(1),
      at: START + 60_000,
      isNew: true,
      values: [1],
      periodSeconds: 60,
    });
    expect(notices).toEqual([]);
  });

  it('may lack a header, and may have several values under any names', async () => {
    const bare = await readSeries(steady(40).join('\n'));
    const wide = await readSeries(csv(['1767225600,1,2', '1767225660,3,4'], 'ds,cpu,disk'));

    expect(bare.rows).toHaveLength(40);
    expect(bare.columns).toEqual(['value']);
    expect(wide.columns).toEqual(['cpu', 'disk']);
    expect(wide.rows.map(({ values }) => values)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it.each([
    ['Date,42,43', ['42', '43']],
    ['when,latency', ['latency']],
    [',value', ['value']],
  ])('knows %j for a header', async (header, names) => {
    const { columns, rows } = await readSeries(csv(['1767225600,1,2'], header));

    expect(columns).toEqual(names);
    expect(rows).toHaveLength(1);
  });

  it('takes a first line with a broken time and numbers for data', async () => {
    const { rows, notices } = await readSeries('25:00 noon,5\n2026-01-01 00:01,6\n');

    expect(rows.map(({ isNew }) => isNew)).toEqual([false, true]);
    expect(notices).toContain(
      '1 row whose time cannot be read: ignored, they repeat the result of the row before (line 1: "25:00 noon")',
    );
  });

  it('leaves columns of verdicts out, and says so', async () => {
    const { columns, rows, notices } = await readSeries(
      csv(['1767225600,1,0', '1767225660,2,1'], 'timestamp,value,Is_Anomaly'),
    );

    expect(columns).toEqual(['value']);
    expect(rows.map(({ values }) => values)).toEqual([[1], [2]]);
    expect(notices).toContain('column Is_Anomaly holds verdicts, not measurements: left out');
  });

  it('reads files with a byte order mark, quotes and Windows line ends', async () => {
    const { rows } = await readSeries('\ufeff"timestamp","value"\r\n"2026-01-01 00:00:00","1.5"\r\n');

    expect(rows.map(({ stamp, values }) => [stamp, values])).toEqual([['2026-01-01 00:00:00', [1.5]]]);
  });
});

describe('the period', () => {
  it('is the most frequent distance of the rows so far, and never of later ones', async () => {
    const stamps = [0, 120, 180, 240, 300].map((second) => `${1_767_225_600 + second},1`);

    const { rows } = await readSeries(csv(stamps));

    expect(rows.map(({ periodSeconds }) => periodSeconds)).toEqual([60, 120, 120, 60, 60]);
  });

  it('is what it is said to be', async () => {
    const { rows } = await readSeries(csv(steady(3)), 300);

    expect(rows.map(({ periodSeconds }) => periodSeconds)).toEqual([300, 300, 300]);
  });

  it('is settled after some hundred rows', async () => {
    const slow = Array.from({ length: 400 }, (_, index) => `${1_767_225_600 + index * 300},${index}`);
    const quick = Array.from({ length: 600 }, (_, index) => `${1_767_345_600 + index * 60},${index}`);

    const { rows } = await readSeries(csv([...slow, ...quick]));

    expect(rows.at(-1)?.periodSeconds).toBe(300);
  });
});

describe('what is odd about a series file', () => {
  it('is a row that is late or a duplicate: it is there and not taken in', async () => {
    const lines = steady(40);
    const moved = [...lines.slice(0, 10), lines[9] ?? '', lines[4] ?? '', ...lines.slice(10)];

    const { rows, notices } = await readSeries(csv(moved));

    expect(rows.filter(({ isNew }) => !isNew).map(({ line }) => line)).toEqual([12, 13]);
    expect(notices).toEqual([
      `1 row with a time that was there before: the first counts, they repeat the result of the row before (line 12: ${minute(9)})`,
      `1 row earlier than one before them: ignored as late, they repeat the result of the row before (line 13: ${minute(4)})`,
    ]);
  });

  it('is a gap, of which the row after it is told', async () => {
    const { notices } = await readSeries(csv([...steady(60).slice(0, 30), ...steady(60).slice(50)]));

    expect(notices).toEqual([
      '1 row after a gap: the points missing before them are unknown, not zero (line 32)',
    ]);
  });

  it('is a value that is missing, infinite or no number: unknown, never zero', async () => {
    const odd = ['', 'NaN', 'null', 'Inf', '-inf', '12 ms'];
    const lines = steady(40).map((line, index) =>
      odd[index] === undefined ? line : `${minute(index)},${odd[index]}`,
    );

    const { rows, notices } = await readSeries(csv(lines));

    expect(rows.slice(0, 7).flatMap(({ values }) => values)).toEqual([...odd.map(() => undefined), 6]);
    expect(notices).toEqual([
      '3 rows without a value: taken as unknown, not zero (first at line 2: value)',
      '2 rows with an infinite value: taken as unknown (first at line 5: value)',
      '1 row with a value that is no number: taken as unknown (line 7: value)',
    ]);
  });

  it('is a row that is too short or too long', async () => {
    const lines = ['1767225600,1', '1767225660,1,2,3', '1767225720'];

    const { rows, notices } = await readSeries(csv(lines, 'timestamp,cpu,disk'));

    expect(rows.map(({ values }) => values)).toEqual([
      [1, undefined],
      [1, 2],
      [undefined, undefined],
    ]);
    expect(notices).toContain('2 rows without a value: taken as unknown, not zero (first at line 2: disk)');
    expect(notices).toContain('1 row with more columns than the file has: the rest was left out (line 3)');
  });

  it.each([
    ['no value at all', '', 'column value holds no value: nothing can be said of it'],
    ['ten points', '7', 'column value has only 10 points: what is usual is hardly known'],
  ])('is %s', async (_, value, sentence) => {
    const lines = Array.from({ length: 10 }, (_, index) => `${minute(index)},${value}`);

    const { notices } = await readSeries(csv(lines));

    expect(notices).toContain(sentence);
  });

  it('is a value that never changes', async () => {
    const { notices } = await readSeries(csv(steady(40).map((line) => line.replace(/,.*/, ',3'))));

    expect(notices).toEqual(['column value is constant at 3: any other value would be unusual']);
  });

  it('is a counter, which only rises but for resets', async () => {
    const rising = await readSeries(
      csv(Array.from({ length: 40 }, (_, index) => `${minute(index)},${index}`)),
    );
    const reset = await readSeries(
      csv(Array.from({ length: 90 }, (_, index) => `${minute(index)},${5 * (index % 40)}`)),
    );

    expect(rising.notices).toEqual([
      'column value only rises, as a counter does: it is judged as it stands; record its rate instead',
    ]);
    expect(reset.notices).toEqual([
      'column value only rises but for 2 resets (first at line 42), as a counter does: it is judged as it stands; record its rate instead',
    ]);
  });

  it.each([
    ['seconds that become milliseconds', 1000],
    ['kilobytes that become bytes', 1 / 1024],
  ])('is a change of the unit: %s', async (_, factor) => {
    const value = (index: number) => (10 + (index % 3)) * (index < 60 ? 1 : factor);
    const lines = Array.from({ length: 100 }, (_, index) => `${minute(index)},${value(index)}`);

    const { notices } = await readSeries(csv(lines));

    expect(notices).toEqual([
      `column value changes by a factor of about 1000 at line 62 and stays there: if the unit changed, convert one part`,
    ]);
  });

  it.each([
    ['a spike', (index: number) => (index > 50 && index < 55 ? 10_000 : 10 + (index % 3))],
    [
      'a level that moved by no factor of units',
      (index: number) => (10 + (index % 3)) * (index < 60 ? 1 : 30),
    ],
    ['values around zero', (index: number) => (index % 3) - 1],
  ])('is not %s', async (_, value) => {
    const { notices } = await readSeries(
      csv(Array.from({ length: 100 }, (_, index) => `${minute(index)},${value(index)}`)),
    );

    expect(notices).toEqual([]);
  });

  it('is a header and nothing else', async () => {
    const { rows, notices } = await readSeries('timestamp,value\n');

    expect(rows).toEqual([]);
    expect(notices).toEqual(['column value holds no value: nothing can be said of it']);
  });
});

describe('a file that is no series', () => {
  const open = async (text: string) => {
    const path = await writeSeries(text);
    return openSeriesFile(path, { troubles: makeTroubles(path) });
  };

  it.each([
    ['an empty one', '', /is empty; expected lines such as/],
    ['one without values', 'timestamp\n1767225600\n', /has no column of values/],
    ['one with nothing but verdicts', 'timestamp,label\n1767225600,1\n', /has no column of values/],
  ])('is refused: %s', async (_, text, problem) => {
    await expect(open(text)).rejects.toThrow(problem);
    await expect(open(text)).rejects.toThrow(InvalidInputError);
  });

  it('is refused when it is missing or not CSV', async () => {
    const missing = openSeriesFile('/nowhere.csv', { troubles: makeTroubles('/nowhere.csv') });
    const broken = readSeries('timestamp,value\n"2026,1\n');

    await expect(missing).rejects.toThrow('/nowhere.csv cannot be read (ENOENT)');
    await expect(broken).rejects.toThrow(/web.csv:\d: this is not CSV/);
  });
});

it('reads a long file in blocks, none of them large', async () => {
  const path = await writeSeries(csv(dailyRows(10_000)));
  const file = await openSeriesFile(path, { troubles: makeTroubles(path) });
  const sizes: number[] = [];

  for await (const block of file.blocks) sizes.push(block.length);

  expect(sizes).toEqual([4096, 4096, 1808]);
});
