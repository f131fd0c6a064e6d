import { describe, expect, it } from 'vitest';
import { requestApproval } from '#application/request-approval.ts';
import { buildClickValue, parseClickValue } from '#contracts/slack.ts';
import type { Instant } from '#domain/ids.ts';
import { handler } from '#functions/answer-approval/handler.ts';
import { composeFeedbackButtons } from '#runtime/slack/feedback-buttons.ts';
import { signSlackRequest } from '#runtime/slack/signature.ts';
import { makeWorld, shopSettings } from '../../application/world.ts';
import { APPROVAL, INCIDENT, incident, OURS, PLAN, plan, risk } from '../../builders.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const VALUE = buildClickValue({ approvalId: APPROVAL, planHash: 'f00d' });
const APPROVERS = ['slack:U0ANA', 'slack:U0BEN'];

/** A plan put before people, and the receiver that waits for their clicks. */
async function askedWorld(approvalsNeeded = 1) {
  const settings = shopSettings();
  const world = makeWorld({ approvals: { ...settings.approvals, approvers: APPROVERS } });
  await world.deps.incidents.create(incident({ state: 'planned' }));
  await world.deps.plans.put(plan({ risk: risk({ tier: 'medium' }), approvalsNeeded }));
  const asked = { executionId: OURS, incidentId: INCIDENT, planId: PLAN, taskToken: 'token-1' };
  await requestApproval(world.deps, asked);
  const secrets = { slackSigningSecret: async () => SECRET };
  return { ...world, receive: handler({ ...world.deps, secrets }) };
}

interface ClickOptions {
  readonly user?: string;
  readonly action?: string;
  readonly value?: string;
  readonly secret?: string;
  /** Seconds before now at which it was signed. */
  readonly ageSeconds?: number;
  readonly isBase64Encoded?: boolean;
}

/** The request that Slack sends for a click, as the HTTP API hands it on. */
function clickAt(now: Instant, options: ClickOptions = {}) {
  const { user = 'U0ANA', action = 'approve', value = VALUE, secret = SECRET, ageSeconds = 0 } = options;
  const payload = { type: 'block_actions', user: { id: user }, actions: [{ action_id: action, value }] };
  const rawBody = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(now / 1000) - ageSeconds);
  const { isBase64Encoded = false } = options;
  return {
    headers: {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signSlackRequest(secret, timestamp, rawBody),
    },
    body: isBase64Encoded ? Buffer.from(rawBody).toString('base64') : rawBody,
    isBase64Encoded,
  };
}

describe('a click on an approval card', () => {
  it('approves when an approver made it, and resumes the execution', async () => {
    const world = await askedWorld();

    const answer = await world.receive(clickAt(world.clock.now()));

    expect(answer).toMatchObject({ statusCode: 200, body: '' });
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'granted' }]);
    expect(await world.deps.approvals.find(APPROVAL)).toMatchObject({
      status: 'granted',
      decisions: [{ by: 'slack:U0ANA', verdict: 'approve' }],
    });
  });

  it('denies', async () => {
    const world = await askedWorld();

    await world.receive(clickAt(world.clock.now(), { action: 'deny' }));

    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'denied' }]);
  });

  it('is read from a base64 body too', async () => {
    const world = await askedWorld();

    await world.receive(clickAt(world.clock.now(), { isBase64Encoded: true }));

    expect(world.answers).toHaveLength(1);
  });

  it('says how many are still needed', async () => {
    const world = await askedWorld(2);

    const answer = await world.receive(clickAt(world.clock.now()));

    expect(answer.body).toContain('1 of 2 approvals');
    expect(world.answers).toEqual([]);
  });

  it('tells a wrong person so, and changes nothing', async () => {
    const world = await askedWorld();

    const answer = await world.receive(clickAt(world.clock.now(), { user: 'U0MALLORY' }));

    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('not an approver');
    expect(world.answers).toEqual([]);
  });

  it.each([
    ['forged', { secret: 'another' }],
    ['stale', { ageSeconds: 301 }],
    ['stale', { ageSeconds: -301 }],
  ] as const)('is not believed when %s', async (reason, options) => {
    const world = await askedWorld();

    const answer = await world.receive(clickAt(world.clock.now(), options));

    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain(reason);
    expect(world.answers).toEqual([]);
  });

  it('is not believed without a signature, or with one of another length', async () => {
    const world = await askedWorld();
    const signed = clickAt(world.clock.now());

    const unsigned = await world.receive({ ...signed, headers: {} });
    const short = await world.receive({
      ...signed,
      headers: { ...signed.headers, 'x-slack-signature': 'v0=1' },
    });

    expect([unsigned.statusCode, short.statusCode]).toEqual([401, 401]);
  });

  it('counts once, however often the same request is sent', async () => {
    const world = await askedWorld(2);
    const click = clickAt(world.clock.now());

    await world.receive(click);
    const replayed = await world.receive(click);

    expect(replayed.body).toContain('counts once');
    expect((await world.deps.approvals.find(APPROVAL))?.decisions).toHaveLength(1);
  });

  it.each([
    ['no payload', 'nothing=here'],
    ['no JSON', 'payload=%7B'],
    ['another kind', `payload=${encodeURIComponent('{"type":"view_submission"}')}`],
  ])('with %s is refused as unreadable', async (_what, rawBody) => {
    const world = await askedWorld();
    const timestamp = String(Math.floor(world.clock.now() / 1000));
    const signature = signSlackRequest(SECRET, timestamp, rawBody);

    const answer = await world.receive({
      headers: { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature },
      body: rawBody,
    });

    expect(answer.statusCode).toBe(400);
  });

  it('on a button that is not ours is refused as unreadable', async () => {
    const world = await askedWorld();

    const answer = await world.receive(clickAt(world.clock.now(), { value: 'something else' }));

    expect(answer.statusCode).toBe(400);
  });
});

describe('a click on what an incident was worth', () => {
  const onIncident = { value: INCIDENT };

  it.each([
    ['feedback-useful', 'useful'],
    ['feedback-false-alarm', 'false-alarm'],
    ['feedback-wrong-cause', 'wrong-cause'],
  ])('%s is kept as %s under the name of who clicked', async (action, verdict) => {
    const world = await askedWorld();

    const answer = await world.receive(clickAt(world.clock.now(), { ...onIncident, action }));

    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining(`Noted: ${verdict}`) });
    expect(await world.deps.feedback.find(INCIDENT)).toMatchObject({ verdict, by: 'slack:U0ANA' });
  });

  it('is taken back by another click', async () => {
    const world = await askedWorld();

    await world.receive(clickAt(world.clock.now(), { ...onIncident, action: 'feedback-false-alarm' }));
    await world.receive(clickAt(world.clock.now(), { ...onIncident, action: 'feedback-useful' }));

    expect(await world.deps.feedback.find(INCIDENT)).toMatchObject({ verdict: 'useful' });
  });

  it('counts once, however often the same request is sent', async () => {
    const world = await askedWorld();
    const click = clickAt(world.clock.now(), { ...onIncident, action: 'feedback-useful' });

    await world.receive(click);
    const replayed = await world.receive(click);

    expect(replayed.body).toContain('counts once');
  });

  it('of somebody who is not known changes nothing', async () => {
    const world = await askedWorld();
    const click = clickAt(world.clock.now(), { ...onIncident, action: 'feedback-useful', user: 'U0MALLORY' });

    const answer = await world.receive(click);

    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('not known') });
    expect(await world.deps.feedback.find(INCIDENT)).toBeUndefined();
  });

  it('is not believed when forged', async () => {
    const world = await askedWorld();
    const click = clickAt(world.clock.now(), { ...onIncident, action: 'feedback-useful', secret: 'another' });

    const answer = await world.receive(click);

    expect(answer.statusCode).toBe(401);
    expect(await world.deps.feedback.find(INCIDENT)).toBeUndefined();
  });

  it('on an incident that is gone says so', async () => {
    const world = await askedWorld();
    const click = clickAt(world.clock.now(), { action: 'feedback-useful', value: 'inc-gone' });

    const answer = await world.receive(click);

    expect(answer.body).toContain('There is no incident inc-gone');
  });

  it('without an incident is refused as unreadable', async () => {
    const world = await askedWorld();

    const answer = await world.receive(clickAt(world.clock.now(), { action: 'feedback-useful', value: '' }));

    expect(answer.statusCode).toBe(400);
  });

  it('comes from the buttons that are composed, each with a name of its own', async () => {
    const world = await askedWorld();

    for (const { action_id: action, value } of composeFeedbackButtons(INCIDENT).elements) {
      const answer = await world.receive(clickAt(world.clock.now(), { action, value }));
      expect(answer.body).toContain('Noted');
    }

    expect(composeFeedbackButtons(INCIDENT)).toMatchObject({ type: 'actions', block_id: 'feedback' });
  });
});

it("signs as the example in Slack's own documentation", () => {
  const rawBody =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

  expect(signSlackRequest(SECRET, '1531420618', rawBody)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});

describe('the value of a button', () => {
  it('names approval and plan, and is read back', () => {
    expect(parseClickValue(VALUE)).toEqual({ approvalId: APPROVAL, planHash: 'f00d' });
  });

  it.each(['', 'apr-1', 'apr-1|', 'a|b|c'])('"%s" is none', (value) => {
    expect(parseClickValue(value)).toBeUndefined();
  });
});
