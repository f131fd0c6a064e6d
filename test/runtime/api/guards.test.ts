import { describe, expect, it } from 'vitest';
import { CONSOLE_HEADER } from '#contracts/api/endpoints.ts';
import { Settings } from '#contracts/settings.ts';
import {
  ConflictError,
  DependencyError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '#domain/errors.ts';
import { CHECKOUT, CHECKOUT_ECS, settings } from '../../builders.ts';
import { makeWorld, ORIGIN, readError, TOKEN } from './world.ts';

const TRIGGER = `/v1/trigger-heal/${CHECKOUT}`;

async function codeOf(response: Response): Promise<string> {
  return (await readError(response)).code;
}

/** The session cookie that opening the console gives. */
async function openConsole(world: ReturnType<typeof makeWorld>): Promise<string> {
  const response = await world.get(`/?token=${TOKEN}`, {});
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('who may call', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['a made-up session', { cookie: 'fleetmedic-session=made-up' }],
    [
      'a wrong token beside a cookie',
      { authorization: 'Bearer wrong', cookie: 'fleetmedic-session=made-up' },
    ],
  ])('nobody with %s', async (_case, headers) => {
    const { get } = makeWorld();

    const response = await get('/v1/health', headers);

    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe('not-authenticated');
  });

  it('a program with the token', async () => {
    const { get } = makeWorld();

    expect((await get('/v1/health')).status).toBe(200);
  });
});

describe('the session of the console', () => {
  it('begins when the page is opened with the token, and the address loses it', async () => {
    const world = makeWorld({ consoleFolder: 'console' });

    const response = await world.get(`/?token=${TOKEN}`, {});

    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    expect(response.headers.get('set-cookie')).not.toContain(TOKEN);
  });

  it('does not begin with a wrong token', async () => {
    const world = makeWorld({ consoleFolder: 'console' });

    const response = await world.get('/?token=wrong', {});

    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('may read', async () => {
    const world = makeWorld({ consoleFolder: 'console' });
    const cookie = await openConsole(world);

    expect((await world.get('/v1/health', { cookie })).status).toBe(200);
  });

  it.each([
    ['without the header of the console', {}],
    ['from another site', { [CONSOLE_HEADER]: '1', 'sec-fetch-site': 'cross-site' }],
  ])('may not change anything %s', async (_case, headers) => {
    const world = makeWorld({ consoleFolder: 'console' });
    const cookie = await openConsole(world);

    const response = await world.api.fetch(
      new Request(`${ORIGIN}${TRIGGER}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: '{}',
      }),
    );

    expect(response.status).toBe(403);
    expect(await codeOf(response)).toBe('cross-site');
    expect(world.asked).toEqual([]);
  });

  it('may change things from the console itself', async () => {
    const world = makeWorld({ consoleFolder: 'console' });
    const cookie = await openConsole(world);

    const response = await world.api.fetch(
      new Request(`${ORIGIN}${TRIGGER}`, {
        method: 'POST',
        headers: {
          cookie,
          'content-type': 'application/json',
          [CONSOLE_HEADER]: '1',
          'sec-fetch-site': 'same-origin',
        },
        body: '{}',
      }),
    );

    expect(response.status).toBe(200);
  });
});

describe('what is refused', () => {
  it('a foreign host name, before anything else is looked at', async () => {
    const { api } = makeWorld();

    const response = await api.fetch(new Request('http://evil.example/v1/health'));

    expect(response.status).toBe(421);
    expect(await codeOf(response)).toBe('wrong-host');
  });

  it('a path that does not exist', async () => {
    const { get } = makeWorld();

    expect(await codeOf(await get('/v1/nothing'))).toBe('unknown-route');
    expect(await codeOf(await get('/nothing'))).toBe('unknown-route');
  });

  it('a method that the path does not know, and says which it does', async () => {
    const { get } = makeWorld();

    const response = await get(TRIGGER);

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it.each([
    ['{"reason": 7}', 'reason: '],
    ['{"reason": "  "}', 'reason: '],
    ['{"force": true}', 'force'],
    ['[1]', 'body: '],
    ['{', 'body: '],
    ['', 'body: '],
  ])('the body %s, naming the field', async (body, name) => {
    const { post } = makeWorld();

    const response = await post(TRIGGER, body);

    expect(response.status).toBe(400);
    expect(await readError(response)).toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining(name),
    });
  });

  it.each([
    '/v1/statistics?hours=0',
    '/v1/statistics?hours=many',
    '/v1/services?hours=3',
    '/v1/services/checkout?hours=49',
  ])('the query of %s', async (path) => {
    const { get } = makeWorld();

    expect((await get(path)).status).toBe(400);
  });

  it('a body that is not JSON by its type', async () => {
    const { post } = makeWorld();

    const response = await post(TRIGGER, 'reason=x', { 'content-type': 'application/x-www-form-urlencoded' });

    expect(response.status).toBe(415);
    expect(await codeOf(response)).toBe('not-json');
  });

  it('a body without a type', async () => {
    const { api } = makeWorld();

    const response = await api.fetch(
      new Request(`${ORIGIN}${TRIGGER}`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } }),
    );

    expect(response.status).toBe(415);
  });

  it('a body that is far too large', async () => {
    const { post } = makeWorld();

    const response = await post(TRIGGER, { reason: 'x'.repeat(20_000) });

    expect(response.status).toBe(413);
    expect(await codeOf(response)).toBe('body-too-large');
  });
});

describe('rate limits', () => {
  const strict = Settings.parse({
    version: 1,
    services: [{ id: CHECKOUT, resources: [CHECKOUT_ECS] }],
    rateLimits: { requestsPerMinute: 10, triggersPerHour: 1 },
  });

  it('refuse the request after the last one of the burst, and say when to come back', async () => {
    const { get } = makeWorld({}, strict);
    for (let index = 0; index < 10; index++) expect((await get('/v1/stop')).status).toBe(200);

    const response = await get('/v1/stop');

    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('6');
  });

  it('let more through as time passes', async () => {
    const { get, passSeconds } = makeWorld({}, strict);
    for (let index = 0; index < 10; index++) await get('/v1/stop');

    passSeconds(6);

    expect((await get('/v1/stop')).status).toBe(200);
    expect((await get('/v1/stop')).status).toBe(429);
  });

  it('count strangers together, and leave the operator alone', async () => {
    const { get } = makeWorld({}, strict);
    for (let index = 0; index < 10; index++) await get('/v1/stop', {});

    expect((await get('/v1/stop', {})).status).toBe(429);
    expect((await get('/v1/stop')).status).toBe(200);
  });

  it('hold manual triggers to their own number', async () => {
    const { post } = makeWorld({}, strict);

    expect((await post(TRIGGER, {})).status).toBe(200);
    expect((await post(TRIGGER, {})).status).toBe(429);
  });
});

describe('faults', () => {
  it.each([
    [new Error('disk on fire'), 500, 'internal'],
    [new DependencyError('The table does not answer'), 503, 'not-available'],
    [new ConflictError('There is one already', {}), 409, 'conflict'],
    [new NotFoundError('There is none'), 404, 'not-found'],
    [new InvalidInputError('It cannot be read'), 400, 'invalid-request'],
    [new ForbiddenError('Not you'), 403, 'not-an-approver'],
  ])('%s is answered with %i %s and logged', async (error, status, code) => {
    const fail = () => Promise.reject(error);
    const { get, logged } = makeWorld({
      audit: { read: fail, latest: fail, append: fail },
    });

    const response = await get('/v1/audit');

    expect(response.status).toBe(status);
    const text = await response.text();
    expect(JSON.parse(text).error.code).toBe(code);
    if (status === 500) expect(text).not.toContain('disk on fire');
    expect(logged).toMatchObject([{ event: 'request-failed', fields: { path: '/v1/audit' } }]);
  });
});

it('every answer forbids framing, sniffing and foreign content, and none of the API is kept', async () => {
  const { get } = makeWorld({}, settings());

  const { headers } = await get('/v1/health');

  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('cache-control')).toBe('no-store');
});
