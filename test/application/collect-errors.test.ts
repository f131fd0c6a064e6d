// Error lines on their way from a log group to the diagnosis of an incident.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { diagnoseIncident } from '#application/diagnose-incident.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { ERROR_SCORE_COUNT } from '#domain/error-class/error-class.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import { handler as receiveSignal } from '#functions/receive-signal/handler.ts';
import { readLogDelivery } from '#runtime/log-delivery.ts';
import { CHECKOUT, minute, OURS } from '../builders.ts';
import { fallIll, makeWorld, openFor, shopSettings, type TestWorld } from './world.ts';

const GROUP = '/ecs/checkout';
const LINE = 'ERROR request to cart timed out after 2000 ms';

function pack(content: unknown) {
  return { awslogs: { data: gzipSync(JSON.stringify(content)).toString('base64') } };
}

/** A delivery of this line, so many times within a second. */
function delivery(at: Instant, count = 1, { message = LINE, logGroup = GROUP } = {}) {
  const logEvents = Array.from({ length: count }, (_, index) => ({
    id: `${at}-${index}`,
    timestamp: secondsAfter(at, index / count),
    message,
  }));
  return pack({ messageType: 'DATA_MESSAGE', owner: '1', logGroup, logStream: 'a', logEvents });
}

/** The shop, with the logs of checkout read. */
function makeLoggingWorld(): TestWorld {
  const { services } = shopSettings();
  return makeWorld({
    services: services.map((each) => (each.id === CHECKOUT ? { ...each, logGroups: [GROUP] } : each)),
  });
}

/** A classifier that is sure of the first category (timeout) and the first severity (fatal). */
const timeouts: TrainedModel = {
  info: { name: 'timeouts', hash: 'abc', featureHash: 'def' },
  inputCount: 1,
  outputCount: ERROR_SCORE_COUNT,
  evaluate: async () =>
    Float32Array.from({ length: ERROR_SCORE_COUNT }, (_, index) => (index === 0 || index === 8 ? 9 : 0)),
};

describe('collecting errors', () => {
  it('counts the lines of a log group that the settings name, once', async () => {
    const { deps, logged } = makeLoggingWorld();
    const receive = receiveSignal(deps);

    const answers = [await receive(delivery(minute(0), 3)), await receive(delivery(minute(0), 3))];

    expect(answers).toEqual([{ outcome: 'recorded' }, { outcome: 'recorded' }]);
    expect(await deps.errorLogs.list(CHECKOUT, minute(0), minute(1))).toMatchObject([
      { kinds: [{ message: 'ERROR request to cart timed out after <n> ms', level: 'error', count: 3 }] },
    ]);
    expect(logged).toContain('errors-collected');
  });

  it('ignores what nobody asked for, what tells of no error, and everything while it is switched off', async () => {
    const world = makeLoggingWorld();
    const receive = receiveSignal(world.deps);

    const foreign = await receive(delivery(minute(0), 1, { logGroup: '/elsewhere' }));
    const calm = await receive(delivery(minute(0), 1, { message: 'INFO served' }));
    const ping = await receive(
      pack({
        messageType: 'CONTROL_MESSAGE',
        logGroup: GROUP,
        logEvents: [{ id: 'a', timestamp: 1, message: 'ERROR is it on?' }],
      }),
    );
    world.flagsOff.add('self_healing.error_collection');
    const off = await receive(delivery(minute(0)));

    expect([foreign, calm, ping, off]).toEqual(new Array(4).fill({ outcome: 'ignored' }));
    expect(await world.deps.errorLogs.list(CHECKOUT, minute(0), minute(1))).toEqual([]);
  });

  it('says what is no delivery', () => {
    expect(() => readLogDelivery({ awslogs: { data: 'bm90aGluZw==' } })).toThrow(InvalidInputError);
    expect(() => readLogDelivery(pack({ messageType: 'DATA_MESSAGE' }))).toThrow(/cannot be unpacked/);
  });
});

describe('errors as evidence', () => {
  async function diagnose(world: TestWorld, errorClassifier?: TrainedModel) {
    await receiveSignal(world.deps)(delivery(minute(-40), 2, { message: 'WARN slow query took 900 ms' }));
    await receiveSignal(world.deps)(delivery(minute(2), 30));
    const { incidentId } = await openFor(world, await fallIll(world, { 'error-share': 0.3 }));
    await diagnoseIncident({ ...world.deps, errorClassifier }, { executionId: OURS, incidentId });
    return (await world.deps.diagnoses.find(incidentId))?.errors;
  }
  const found = {
    serviceId: CHECKOUT,
    message: 'ERROR request to cart timed out after <n> ms',
    count: 30,
    usualCount: 0,
  };

  it('are the kinds that rose with the incident, classified, as bad as their level and text say', async () => {
    expect(await diagnose(makeLoggingWorld(), timeouts)).toEqual([
      { ...found, category: 'timeout', severity: 'critical' },
    ]);
  });

  it('are named and counted without a model, with one that fails, and with models switched off', async () => {
    const broken = { ...timeouts, evaluate: () => Promise.reject(new Error('no memory')) };
    const off = makeLoggingWorld();
    off.flagsOff.add('self_healing.ml_models');

    for (const errors of [
      await diagnose(makeLoggingWorld()),
      await diagnose(makeLoggingWorld(), broken),
      await diagnose(off, timeouts),
    ])
      expect(errors).toEqual([{ ...found, severity: 'error' }]);
  });

  it('are unknown where no logs are read, or their collection is switched off', async () => {
    const off = makeLoggingWorld();
    off.flagsOff.add('self_healing.error_collection');

    expect(await diagnose(makeWorld(), timeouts)).toBeUndefined();
    expect(await diagnose(off, timeouts)).toBeUndefined();
  });
});
