import { describe, expect, it } from 'vitest';
import { ENDPOINTS, type EndpointName } from '#contracts/api/endpoints.ts';
import { API } from '#contracts/api.ts';
import {
  APPROVAL,
  anomaly,
  approval,
  auditRecord,
  CART,
  CHECKOUT,
  capture,
  change,
  diagnosis,
  feedback,
  healthRecord,
  heartbeat,
  INCIDENT,
  incident,
  modelRecord,
  modelVersion,
  NOON,
  outcome,
  plan,
  serviceWatch,
  timelineEntry,
  verification,
} from '../../builders.ts';
import { makeWorld, readAnswer, readError, refusingCommands } from './world.ts';

/** A shop in the middle of a recovery, one minute after its data ends. */
async function makeShop() {
  const world = makeWorld();
  const { stores } = world;
  await stores.health.put(healthRecord());
  const { verdict } = serviceWatch();
  await stores.watches.save(serviceWatch({ verdict: { ...verdict, seenAt: NOON } }), undefined);
  await stores.anomalies.put(anomaly());
  await stores.changes.put(change());
  await stores.incidents.create(incident());
  await stores.incidents.addTimeline(timelineEntry());
  await stores.diagnoses.put(diagnosis());
  await stores.plans.put(plan());
  await stores.approvals.create(approval());
  await stores.captures.create(capture());
  await stores.verifications.add(INCIDENT, verification());
  await stores.outcomes.put(outcome());
  await stores.feedback.put(feedback());
  await stores.pulse.beat(heartbeat());
  world.clock.advance(60);
  return world;
}

describe('the endpoints that monitors read', () => {
  it('tell how the healer is', async () => {
    const { get } = await makeShop();

    const answer = await readAnswer('health', get('/v1/health'));

    expect(answer).toMatchObject({
      state: 'impaired',
      mode: 'observe',
      tickAgeSeconds: 60,
      staleServices: [CART],
    });
  });

  it('tell which services are ill', async () => {
    const { get } = await makeShop();

    const answer = await readAnswer('checkServices', get('/v1/check-services'));

    expect(answer).toMatchObject({ counts: { healthy: 1, unknown: 1 }, ill: [{ serviceId: CART }] });
  });

  it('tell the state of one service', async () => {
    const { get } = await makeShop();

    const answer = await readAnswer('serviceStatus', get(`/v1/service-status?service=${CHECKOUT}`));

    expect(answer.services).toMatchObject([{ serviceId: CHECKOUT, state: 'healthy', score: 0.98 }]);
  });

  it('tell the statistics', async () => {
    const { get } = await makeShop();

    const answer = await readAnswer('statistics', get('/v1/statistics?hours=1'));

    expect(answer).toMatchObject({ heals: 1, ends: { resolved: 1 }, timeToRecover: { p50Seconds: 900 } });
  });

  it('tell the errors of one service', async () => {
    const { get } = await makeShop();

    const answer = await readAnswer('errorHistory', get(`/v1/error-history?service=${CHECKOUT}`));

    expect(answer).toMatchObject({ anomalies: [{ serviceId: CHECKOUT }], failures: [{ errorShare: 0.001 }] });
  });

  it('tell how recoveries ended', async () => {
    const { get } = await makeShop();

    const answer = await readAnswer('recoveryHistory', get('/v1/recovery-history'));

    expect(answer.recoveries).toMatchObject([{ outcome: { end: 'resolved' }, title: 'Errors on checkout' }]);
  });

  it('take a request for a recovery, under the name of the caller', async () => {
    const { post, asked } = await makeShop();

    const answer = await readAnswer(
      'triggerHeal',
      post(`/v1/trigger-heal/${CHECKOUT}`, { reason: 'slow since the deployment' }),
    );

    expect(answer).toMatchObject({ incidentId: INCIDENT });
    expect(asked).toEqual([
      {
        command: 'requestRecovery',
        request: { serviceId: CHECKOUT, by: 'ana', reason: 'slow since the deployment' },
      },
    ]);
  });
});

describe('the endpoints that the console reads', () => {
  it('tell the history of a service', async () => {
    const { get } = await makeShop();

    const answer = await readAnswer('readService', get(`/v1/services/${CHECKOUT}`));

    expect(answer.charts.map(({ indicator }) => indicator)).toContain('error-share');
    expect(answer.changes).toHaveLength(1);
  });

  it('tell everything of an incident, but never the task token of an approval', async () => {
    const { get } = await makeShop();

    const text = await (await get(`/v1/incidents/${INCIDENT}`)).text();

    expect(JSON.parse(text)).toMatchObject({
      incident: { incidentId: INCIDENT },
      timeline: [{ event: 'incident-opened' }],
      diagnosis: { outcome: 'diagnosed' },
      plans: [{ hash: 'f00d' }],
      approvals: [{ approvalId: APPROVAL }],
      captures: [{ step: 'apply-1-0' }],
      verifications: [{ verdict: 'recovered' }],
      outcome: { end: 'resolved' },
      feedback: { verdict: 'false-alarm', by: 'ana' },
    });
    expect(text).not.toContain('token-1');
  });

  it('tell what waits for a decision, without the task token', async () => {
    const { get } = await makeShop();

    const text = await (await get('/v1/approvals')).text();

    expect(JSON.parse(text).approvals).toMatchObject([{ secondsLeft: 1765, plan: { hash: 'f00d' } }]);
    expect(text).not.toContain('token-1');
  });

  it.each<[EndpointName, string]>([
    ['listServices', '/v1/services'],
    ['listIncidents', '/v1/incidents'],
    ['readMode', '/v1/mode'],
    ['readStop', '/v1/stop'],
  ])('give %s as the contract says', async (name, path) => {
    const { get } = await makeShop();

    const response = await get(path);

    expect(response.status).toBe(200);
    expect(API[name].answer.safeParse(await response.json()).success).toBe(true);
  });

  it('give the audit log by pages', async () => {
    const { get, stores } = makeWorld();
    for (const subject of ['one', 'two', 'three']) await stores.audit.append(auditRecord({ subject }));

    const first = await readAnswer('readAudit', get('/v1/audit?limit=2'));
    const rest = await readAnswer('readAudit', get(`/v1/audit?limit=2&from=${first.next}`));

    expect(first.entries).toHaveLength(2);
    expect(rest.entries).toMatchObject([{ record: { subject: 'three' } }]);
    expect(rest).toMatchObject({ newest: 3 });
    expect(rest.next).toBeUndefined();
  });

  it('export the whole audit log as lines of JSON', async () => {
    const { get, stores } = makeWorld();
    for (let index = 0; index < 201; index++) await stores.audit.append(auditRecord());

    const response = await get('/v1/audit?format=ndjson');

    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).sequence).at(-1)).toBe(201);
  });
});

describe('the commands', () => {
  it('put a decision to the use case, and show the approval as it is then', async () => {
    const { post, asked } = await makeShop();

    const response = await post(`/v1/approvals/${APPROVAL}/decision`, {
      verdict: 'deny',
      planHash: 'f00d',
      reason: 'wait',
    });

    expect(asked).toEqual([
      {
        command: 'answerApproval',
        request: { approvalId: APPROVAL, verdict: 'deny', planHash: 'f00d', by: 'ana', reason: 'wait' },
      },
    ]);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ approval: { approvalId: APPROVAL } });
    expect(text).not.toContain('token-1');
  });

  it('stop all healing only with the word typed', async () => {
    const { post, asked } = makeWorld();

    const refused = await post('/v1/stop', { confirm: 'yes', reason: 'it is wrong' });
    const done = await post('/v1/stop', { confirm: 'stop', reason: 'it is wrong' });

    expect([refused.status, done.status]).toEqual([400, 200]);
    expect(asked).toEqual([{ command: 'stopHealing', request: { by: 'ana', reason: 'it is wrong' } }]);
  });

  it('resume healing', async () => {
    const { post, asked } = makeWorld();

    const response = await post('/v1/resume', { reason: 'it was right' });

    expect(response.status).toBe(200);
    expect(asked).toEqual([{ command: 'resumeHealing', request: { by: 'ana', reason: 'it was right' } }]);
  });

  it.each([
    ['not-found', 404, 'not-found'],
    ['not-an-approver', 403, 'not-an-approver'],
    ['own-request', 403, 'not-an-approver'],
    ['already-decided', 409, 'already-decided'],
    ['already-voted', 409, 'already-decided'],
    ['plan-changed', 409, 'plan-changed'],
    ['expired', 409, 'expired'],
  ] as const)('answer a refusal for %s with %i %s', async (reason, status, code) => {
    const { post } = makeWorld({ commands: refusingCommands(reason) });

    const response = await post(`/v1/approvals/${APPROVAL}/decision`, {
      verdict: 'approve',
      planHash: 'f00d',
    });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message: `It was refused: ${reason}` } });
  });

  it('answer a refused request for a recovery', async () => {
    const { post } = makeWorld({ commands: refusingCommands('already-open') });

    const response = await post(`/v1/trigger-heal/${CHECKOUT}`, {});

    expect(await response.json()).toMatchObject({ error: { code: 'conflict' } });
  });
});

describe('patterns over HTTP', () => {
  it('are nothing before the first search, and then the newest with how services moved together', async () => {
    const { get, stores } = makeWorld();
    const before = await readAnswer('listPatterns', get('/v1/patterns'));
    const searched = { anomaliesFrom: NOON, incidentsFrom: NOON, anomalies: 4, incidents: 1, patterns: [] };
    await stores.patterns.put({ minedAt: NOON, ...searched });
    await stores.patterns.putWindow({ from: NOON, to: NOON, services: 2, correlations: [] });

    const after = await readAnswer('listPatterns', get('/v1/patterns'));

    expect(before).toEqual({ now: NOON });
    expect(after).toMatchObject({ report: { anomalies: 4 }, correlations: { services: 2 } });
  });
});

describe('the life of models', () => {
  const CHANGE = { hash: 'hash-2', reason: 'it won' };

  async function makeTrial() {
    const world = makeWorld();
    const record = modelRecord({
      versions: [modelVersion({ hash: 'hash-2', role: 'challenger' }), modelVersion()],
    });
    await world.stores.models.replace(record, undefined);
    return world;
  }

  it('tells all versions of all models', async () => {
    const { get } = await makeTrial();

    const { models } = await readAnswer('listModels', get('/v1/models'));

    expect(models).toMatchObject([
      { name: 'anomaly-boosting', versions: [{ role: 'challenger' }, { role: 'champion' }] },
    ]);
  });

  it('lets a challenger decide, and the former champion again', async () => {
    const { post, stores } = await makeTrial();

    const promoted = await readAnswer('promoteModel', post('/v1/models/anomaly-boosting/promote', CHANGE));
    const back = await readAnswer('takeBackModel', post('/v1/models/anomaly-boosting/take-back', CHANGE));

    expect(promoted.model.versions[0]).toMatchObject({ hash: 'hash-2', role: 'champion', by: 'ana' });
    expect(back.model.versions[0]).toMatchObject({ hash: 'hash-1', role: 'champion' });
    expect(await stores.audit.latest()).toMatchObject({
      record: { event: 'model-taken-back', actor: 'ana' },
    });
  });

  it('refuses what is not possible, and a change without a reason', async () => {
    const { post } = await makeTrial();

    const unknown = await post('/v1/models/none/promote', CHANGE);
    const champion = await post('/v1/models/anomaly-boosting/promote', { ...CHANGE, hash: 'hash-1' });
    const silent = await post('/v1/models/anomaly-boosting/promote', { hash: 'hash-2' });

    expect([unknown.status, champion.status, silent.status]).toEqual([404, 409, 400]);
  });

  it('takes what a person says of an incident, under their name', async () => {
    const { post } = await makeShop();

    const answer = await readAnswer(
      'judgeIncident',
      post(`/v1/incidents/${INCIDENT}/feedback`, { verdict: 'useful', note: 'well seen' }),
    );
    const unknown = await post('/v1/incidents/none/feedback', { verdict: 'useful' });
    const strange = await post(`/v1/incidents/${INCIDENT}/feedback`, { verdict: 'great' });

    expect(answer.feedback).toMatchObject({ verdict: 'useful', by: 'ana', note: 'well seen' });
    expect([unknown.status, strange.status]).toEqual([404, 400]);
  });
});

describe('ids that nothing stands under', () => {
  it.each([
    '/v1/services/none',
    '/v1/incidents/none',
    '/v1/service-status?service=none',
    '/v1/error-history?service=none',
  ])('%s is answered with 404', async (path) => {
    const { get } = makeWorld();

    const response = await get(path);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
  });

  it('a decision on an approval that has vanished is answered with 404', async () => {
    const { post } = makeWorld();

    const response = await post('/v1/approvals/none/decision', { verdict: 'approve', planHash: 'f00d' });

    expect(response.status).toBe(404);
  });
});

it('every endpoint of the list exists', async () => {
  const { get, post } = makeWorld();

  for (const { method, path } of Object.values(ENDPOINTS).filter((one) => one !== ENDPOINTS.events)) {
    const response = method === 'GET' ? await get(path) : await post(path, {});
    if (response.ok) continue;
    const { code } = await readError(response);
    expect(['invalid-request', 'not-found'], path).toContain(code);
  }
});
