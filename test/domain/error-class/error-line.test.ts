// What is read of a line of a log, and how bad it is said to be.

import { describe, expect, it } from 'vitest';
import { judgeSeverity, maskMessage, readErrorLine } from '#domain/error-class/error-line.ts';

describe('an error line', () => {
  it.each([
    ['2026-11-23T12:00:01.123Z ERROR [worker-3] request to cart failed', 'error'],
    ['[FATAL] cannot start', 'fatal'],
    ['CRITICAL: disk is full', 'critical'],
    ['WARN slow query took 1204 ms', 'warning'],
    ['level=error msg="no route"', 'error'],
    ['panic: runtime error: index out of range', 'fatal'],
    ['{"level":"error","message":"no route to host"}', 'error'],
    ['{"severity":"WARNING","msg":"retrying"}', 'warning'],
    ['{"err":"ERROR no route"}', 'error'],
  ])('has the level that it names: %s', (text, level) => {
    expect(readErrorLine(text)?.level).toBe(level);
  });

  it.each([
    'INFO started in 3 s',
    'DEBUG error=0',
    '{"level":"info","message":"an error was handled"}',
    'all is well',
  ])('is none where nothing went wrong: %s', (text) => {
    expect(readErrorLine(text)).toBeUndefined();
  });

  it('is one also without a level when it complains', () => {
    expect(readErrorLine('java.lang.IllegalStateException: queue is closed')).toEqual({
      message: 'java.lang.IllegalStateException: queue is closed',
    });
    expect(readErrorLine('{"message":"connection refused"}')).toEqual({ message: 'connection refused' });
  });

  it('that only looks like JSON, or holds no text, is its own message', () => {
    expect(readErrorLine('{ERROR: no such thing}')?.message).toBe('{ERROR: no such thing}');
    expect(readErrorLine('{"level":"error","code":7}')?.message).toBe('{"level":"error","code":<n>}');
  });
});

describe('masking', () => {
  it('leaves what is the same from case to case', () => {
    const one =
      'ERROR order 8812 of ana@example.com at 10.0.3.17:5432 failed after 2.5 s (request 6f1c9a20-11aa-4bcd-9f00-aabbccddeeff)';
    const other =
      'ERROR order 17 of ben@example.org at 10.0.9.1:5432 failed after 31 s (request 00aa9a20-11aa-4bcd-9f00-aabbccdd0011)';

    expect(maskMessage(one)).toBe(maskMessage(other));
    expect(maskMessage(one)).toBe(
      'ERROR order <n> of <address> at <n>:<n> failed after <n> s (request <id>)',
    );
  });

  it('takes times away and keeps a status, the first line, and a bounded length', () => {
    expect(maskMessage('2026-11-23T12:00:01Z got status 503\n  at handler (index.js:3)')).toBe(
      'got status 503',
    );
    expect(maskMessage('task deadbeef01 of worker3 timed out')).toBe('task <id> of worker<n> timed out');
    expect(maskMessage('x'.repeat(500))).toHaveLength(160);
  });
});

describe('severity', () => {
  const surely = (severity: 'fatal' | 'critical' | 'info') => ({ severity, severityConfidence: 0.9 });

  it('is that of the level, for text alone is a weak sign of it', () => {
    expect(judgeSeverity('warning', surely('fatal'))).toBe('warning');
    expect(judgeSeverity('error', surely('info'))).toBe('error');
    expect(judgeSeverity('error', { severity: 'fatal', severityConfidence: 0.4 })).toBe('error');
    expect(judgeSeverity('error', undefined)).toBe('error');
  });

  it('is worse by one step for an error that surely tells of an end', () => {
    expect(judgeSeverity('error', surely('fatal'))).toBe('critical');
    expect(judgeSeverity('error', surely('critical'))).toBe('critical');
  });

  it('is what the text surely says where there is no level, and else an error', () => {
    expect(judgeSeverity(undefined, surely('critical'))).toBe('critical');
    expect(judgeSeverity(undefined, { severity: 'info', severityConfidence: 0.3 })).toBe('error');
    expect(judgeSeverity(undefined, undefined)).toBe('error');
  });
});
