import { expect, it } from 'vitest';
import {
  APPROVAL,
  anomaly,
  approval,
  at,
  CHECKOUT,
  change,
  INCIDENT,
  incident,
  PLAN,
} from '../../builders.ts';
import { makeWorld, TOKEN } from './world.ts';

const ANOMALY = { type: 'anomaly-detected' as const, anomaly: anomaly() };

/** Reads the stream until it has shown `count` messages of the kinds that are not signs of life. */
async function readMessages(response: Response, count: number): Promise<readonly string[]> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const messages = () =>
    text
      .split('\n\n')
      .slice(0, -1)
      .filter((message) => !message.startsWith('event: pulse'));
  while (reader && messages().length < count) text += decoder.decode((await reader.read()).value);
  await reader?.cancel();
  return messages();
}

it('tells a listener of everything the bus carries', async () => {
  const { get, tell } = makeWorld();
  const response = await get('/v1/events');

  tell(ANOMALY);
  tell({ type: 'change-recorded', change: change() });
  tell({ type: 'incident-changed', incident: incident() });
  tell({ type: 'plan-suggested', incidentId: INCIDENT, planId: PLAN, summary: 'Scale' });
  const asked = {
    incidentId: INCIDENT,
    planId: PLAN,
    approvalId: APPROVAL,
    summary: 'Scale',
    expiresAt: at(60),
  };
  tell({ type: 'approval-requested', ...asked });

  const messages = await readMessages(response, 5);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(messages.map((message) => /event: (\S+)/.exec(message)?.[1])).toEqual([
    'anomaly-detected',
    'change-recorded',
    'incident-changed',
    'plan-suggested',
    'approval-requested',
  ]);
  expect(messages[0]).toContain(`"serviceId":"${CHECKOUT}"`);
});

it('tells a listener that comes back only what it missed', async () => {
  const { get, tell } = makeWorld();
  for (let index = 0; index < 3; index++) tell(ANOMALY);

  const messages = await readMessages(await comeBack(get, '2'), 1);

  expect(messages.map((message) => /id: (\d+)/.exec(message)?.[1])).toEqual(['3']);
});

it('tells a listener from before a restart everything that is kept', async () => {
  const { get, tell } = makeWorld();
  tell(ANOMALY);
  tell(ANOMALY);

  expect(await readMessages(await comeBack(get, '800'), 2)).toHaveLength(2);
});

it('keeps only the last events', async () => {
  const { get, tell } = makeWorld();
  for (let index = 0; index < 501; index++) tell(ANOMALY);

  const [oldest] = await readMessages(await comeBack(get, '0'), 500);

  expect(oldest).toContain('id: 2');
});

it('tells of what people did through the API', async () => {
  const { get, post, stores } = makeWorld();
  await stores.approvals.create(approval());
  const response = await get('/v1/events');

  await post(`/v1/approvals/${APPROVAL}/decision`, { verdict: 'approve', planHash: 'f00d' });
  await post('/v1/stop', { confirm: 'stop', reason: 'test' });
  await post('/v1/resume', { reason: 'test' });

  const messages = await readMessages(response, 3);
  expect(messages.join()).toMatch(/approval-changed.*stop-changed.*stop-changed/s);
});

it('gives signs of life with the time', async () => {
  const { get, clock } = makeWorld({ heartbeatSeconds: 0.01 });
  const reader = (await get('/v1/events')).body?.getReader();
  await reader?.read();
  clock.advance(60);

  const { value } = (await reader?.read()) ?? {};

  expect(new TextDecoder().decode(value)).toContain(`{"now":${at(60)}}`);
  await reader?.cancel();
});

it('ends all streams when the API is closed, and leaves the feed', async () => {
  const { api, get, listeners } = makeWorld();
  const reader = (await get('/v1/events')).body?.getReader();
  await reader?.read();

  api.close();

  expect(listeners.size).toBe(0);
  expect(await reader?.read()).toMatchObject({ done: true });
});

function comeBack(get: ReturnType<typeof makeWorld>['get'], lastEventId: string): Promise<Response> {
  return get('/v1/events', { authorization: `Bearer ${TOKEN}`, 'last-event-id': lastEventId });
}
