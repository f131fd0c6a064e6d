import { expect, it } from 'vitest';
import { makeLog } from '#runtime/log.ts';
import { CHECKOUT } from '../builders.ts';

it('a lifecycle event is one line of JSON, its name first', () => {
  const lines: string[] = [];

  makeLog((line) => lines.push(line)).record('incident-opened', { serviceId: CHECKOUT });

  expect(lines).toEqual(['{"event":"incident-opened","serviceId":"checkout"}']);
});

it('metrics are added up, with or without anybody who reads the lines', () => {
  const log = makeLog();

  log.count('ServicesScored', 3);
  log.count('ServicesScored', 4);
  log.record('incident-opened', {});

  expect(log.totals()).toEqual({ ServicesScored: 7 });
});
