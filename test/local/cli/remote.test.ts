import { describe, expect, it } from 'vitest';
import { digestOf } from '#contracts/digest.ts';
import { linkEntry } from '#domain/audit/chain.ts';
import type { Incident } from '#domain/incident/incident.ts';
import {
  approval,
  at,
  attempt,
  auditRecord,
  CHECKOUT,
  diagnosis,
  evidence,
  feedback,
  INCIDENT,
  incident,
  NOON,
  outcome,
  plan,
  plannedAction,
  timelineEntry,
  verification,
} from '../../builders.ts';
import { medic, refusal } from './harness.ts';

const { taskToken: _, ...asked } = approval();
const summary = (overrides: Partial<Incident> = {}) => ({ ...incident(overrides), isOpen: true });
const overview = {
  serviceId: CHECKOUT,
  tier: 'critical',
  mode: 'approve',
  isMeasured: true,
  state: 'degraded',
  score: 0.7,
  isStale: false,
  baselineProgress: 1,
  incidentId: INCIDENT,
  indicators: [
    { indicator: 'error-share', value: 0.21, isOutside: true, isUserVisible: true },
    { indicator: 'cpu', value: 40, isOutside: false, isUserVisible: false },
  ],
};
const pending = { approval: asked, plan: plan(), incident: summary(), secondsLeft: 600 };
const detail = (overrides: Partial<Incident> = {}) => ({
  now: NOON,
  incident: incident({ state: 'awaiting-approval', ...overrides }),
  timeline: [timelineEntry()],
  diagnosis: diagnosis(),
  plans: [
    plan({
      actions: [plannedAction(), { ...plannedAction(), inverse: undefined }],
      alternatives: [
        {
          strategy: 'service-restart',
          failureType: 'bad-task',
          verdict: 'abstained',
          detail: 'nothing leaks',
        },
      ],
    }),
  ],
  approvals: [asked],
  captures: [],
  verifications: [verification()],
  outcome: outcome({ attempts: [attempt()] }),
  feedback: feedback({ note: 'a load test' }),
});
const server = {
  listServices: {
    now: NOON,
    services: [
      overview,
      { ...overview, serviceId: 'cart', isStale: true, score: undefined, incidentId: undefined },
    ],
  },
  listIncidents: {
    now: NOON,
    incidents: [summary({ state: 'awaiting-approval' }), { ...summary(), isOpen: false }],
  },
  readIncident: detail(),
  listApprovals: { now: NOON, approvals: [pending] },
  decideApproval: { now: NOON, approval: { ...asked, status: 'granted' } },
  triggerHeal: { now: NOON, incidentId: INCIDENT },
  health: {
    now: NOON,
    state: 'well',
    summary: 'All is well',
    mode: 'approve',
    stop: { isEngaged: false, by: 'ana', reason: 'over', at: 0 },
    freezes: [],
    model: { isUsable: true },
    staleServices: [],
    serviceCount: 2,
    activeRecoveries: [],
    maxRecoveries: 3,
  },
  readStop: { now: NOON, stop: { isEngaged: true, by: 'ana', reason: 'too loud', at: NOON } },
  stopHealing: { now: NOON, stop: { isEngaged: true, by: 'ana', reason: 'too loud', at: NOON } },
  resumeHealing: { now: NOON, stop: { isEngaged: false, by: 'ana', reason: 'well again', at: NOON } },
};

describe('reading', () => {
  it('lists services, those with old data marked', async () => {
    const { exitCode, out } = await medic(['services'], { server });

    expect(exitCode).toBe(0);
    expect(out).toContain('checkout');
    expect(out).toContain('error share 21 % (!)');
    expect(out).not.toContain('CPU');
    expect(out).toContain('degraded (data is old)');
  });

  it('lists incidents, and what to do next about the one that waits', async () => {
    const { out, told, requests } = await medic(['incidents', '--hours', '5'], { server });

    expect(out).toContain(INCIDENT);
    expect(told).toContain(`medic show ${INCIDENT}`);
    expect(requests).toEqual(['GET /v1/incidents?hours=5']);
  });

  it('lists only open incidents when asked to', async () => {
    const { out } = await medic(['incidents', '--open', '--json'], { server });

    expect(JSON.parse(out).incidents).toHaveLength(1);
  });

  it('says when there is none', async () => {
    const { out } = await medic(['incidents'], { server: { listIncidents: { now: NOON, incidents: [] } } });

    expect(out).toContain('No incident in the last 168 h');
  });

  it('writes no colour codes unless a person looks on', async () => {
    const plain = await medic(['services'], { server });
    const declined = await medic(['services'], { server, isTerminal: true, environment: { NO_COLOR: '1' } });
    const coloured = await medic(['services'], { server, isTerminal: true });

    expect(plain.out).not.toContain('\u001b[');
    expect(declined.out).not.toContain('\u001b[');
    expect(coloured.out).toContain('\u001b[');
  });

  it('tells an incident from the symptom to the outcome', async () => {
    const { exitCode, out, told } = await medic(['show', INCIDENT], { server });

    expect(exitCode).toBe(0);
    for (const part of [
      'error share 21 % against 0 % to 1 % expected',
      '1. capacity-shortage in checkout (80 % sure)',
      'Is the processor saturated? Yes',
      'Scale checkout from 4 to 6 tasks',
      'Risk low (0.1): Adds two tasks',
      '(cannot be taken back)',
      'Instead: service-restart abstained: nothing leaks',
      'recovered: Errors are back',
      'error share 21 % -> 0.1 %, limit 1 %',
      'resolved',
      'instance-scaling against capacity-shortage: recovered',
      'ana judged it false-alarm at 2026-11-23 12:00 UTC: a load test',
    ])
      expect(out).toContain(part);
    expect(told).toContain(`medic approve ${asked.approvalId}`);
  });

  it('tells an incident of which little is known', async () => {
    const forerunner = {
      serviceId: CHECKOUT,
      indicator: 'queue-age' as const,
      minutesBefore: 4,
      usualMinutes: 4,
      confidence: 0.8,
      support: 8,
    };
    const bare = {
      ...detail({
        isFallback: true,
        serviceIds: [CHECKOUT, CHECKOUT],
        evidence: { checkout: [evidence({ forerunners: [forerunner] })] },
      }),
      diagnosis: undefined,
      plans: [],
      approvals: [{ ...asked, status: 'denied', decisions: [{ by: 'ana', verdict: 'deny', at: at(40) }] }],
      verifications: [],
      timeline: [],
      outcome: undefined,
      feedback: { ...feedback(), note: undefined },
    };

    const { out, told } = await medic(['show', INCIDENT], { server: { readIncident: bare } });

    expect(out).toContain('Judged without the model');
    expect(out).toContain('4 min after checkout: age of the oldest message, as in 80 % of the times');
    expect(out).not.toContain('Diagnosis');
    expect(told).toBe('');
  });

  it('asks what was meant by an unknown incident', async () => {
    const { exitCode, told } = await medic(['show', `${INCIDENT}x`], {
      server: { ...server, readIncident: () => refusal(404, 'not-found') },
    });

    expect(exitCode).toBe(1);
    expect(told).toContain(`Did you mean ${INCIDENT}?`);
  });
});

describe('acting', () => {
  it('decides nothing without consent', async () => {
    const { exitCode, told, requests } = await medic(['approve', asked.approvalId], { server });

    expect(exitCode).toBe(0);
    expect(told).toContain('Dry run: nothing was done. Add --yes to approve this plan.');
    expect(requests).toEqual(['GET /v1/approvals']);
  });

  it('decides about exactly the plan that was shown', async () => {
    const { exitCode, out, requests } = await medic(['deny', INCIDENT, '--yes', '--reason', 'not now'], {
      server,
    });

    expect(exitCode).toBe(0);
    expect(out).toContain('Risk low: Adds two tasks');
    expect(requests[1]).toBe(
      `POST /v1/approvals/${asked.approvalId}/decision ${JSON.stringify({ verdict: 'deny', planHash: 'f00d', reason: 'not now' })}`,
    );
  });

  it('takes a typed word of a person for consent, and nothing else', async () => {
    const meant = await medic(['approve', INCIDENT], {
      server,
      isTerminal: true,
      ask: async () => 'checkout\n',
    });
    const declined = await medic(['approve', INCIDENT], { server, isTerminal: true, ask: async () => 'y' });
    const dry = await medic(['approve', INCIDENT, '--yes', '--dry-run'], { server, isTerminal: true });

    expect(meant.requests).toHaveLength(2);
    expect(declined.requests).toHaveLength(1);
    expect(declined.told).toContain('Nothing was done');
    expect(dry.requests).toHaveLength(1);
  });

  it.each(['not-an-approver', 'plan-changed', 'expired', 'already-decided', 'conflict'])(
    'ends with 3 when refused by policy: %s',
    async (code) => {
      const refused = { ...server, decideApproval: () => refusal(409, code, 'Look again') };

      const { exitCode, told } = await medic(['approve', INCIDENT, '--yes'], { server: refused });

      expect(exitCode).toBe(3);
      expect(told).toContain(`(${code}). Look again.`);
    },
  );

  it('names what waits when the approval does not', async () => {
    const near = await medic(['approve', `${asked.approvalId}x`], { server });
    const far = await medic(['approve', 'x'], { server });
    const none = await medic(['approve', 'x'], { server: { listApprovals: { now: NOON, approvals: [] } } });

    expect(near.told).toContain(`Did you mean ${asked.approvalId}?`);
    expect(far.told).toContain(`There wait: ${asked.approvalId}`);
    expect(none.told).toContain('Nothing waits for a decision');
    expect([near, far, none].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
  });

  it('asks for a recovery and waits for its end', async () => {
    let looks = 0;
    const readIncident = () => detail({ state: ++looks < 3 ? 'verifying' : 'resolved' });

    const run = await medic(['trigger', 'checkout', '--yes', '--wait'], {
      server: { ...server, readIncident },
    });

    expect(run.exitCode).toBe(0);
    expect(run.told).toContain('is verifying');
    expect(run.out).toContain('ended resolved');
  });

  it('ends with 4 when the end does not come in time, and with 1 when it is a bad one', async () => {
    const slow = await medic(['trigger', 'checkout', '--yes', '--wait', '--timeout', '5'], { server });
    const bad = await medic(['trigger', 'checkout', '--yes', '--wait'], {
      server: { ...server, readIncident: detail({ state: 'escalated', closing: 'nobody answered' }) },
    });

    expect(slow.exitCode).toBe(4);
    expect(slow.told).toContain('still awaiting-approval after 5 s');
    expect(bad.exitCode).toBe(1);
    expect(bad.told).toContain('ended escalated: nobody answered');
  });

  it('answers in JSON whether anything was done', async () => {
    const dry = await medic(['trigger', 'checkout', '--json'], { server });
    const done = await medic(['trigger', 'checkout', '--json', '--yes'], { server });
    const dryApproval = await medic(['approve', INCIDENT, '--json'], { server });
    const approved = await medic(['approve', INCIDENT, '--json', '--yes'], { server });

    expect(JSON.parse(dry.out)).toMatchObject({ isDryRun: true, service: { serviceId: 'checkout' } });
    expect(JSON.parse(done.out)).toMatchObject({ isDryRun: false, incidentId: INCIDENT });
    expect(JSON.parse(dryApproval.out)).toMatchObject({ isDryRun: true, verdict: 'approve' });
    expect(JSON.parse(approved.out)).toMatchObject({ isDryRun: false, approval: { status: 'granted' } });
  });

  it('knows the services', async () => {
    const near = await medic(['trigger', 'chekout'], { server });
    const far = await medic(['trigger', 'zebra'], { server });

    expect(near.told).toContain('Did you mean checkout?');
    expect(far.told).toContain('There are checkout, cart.');
  });

  it('stops and resumes all healing', async () => {
    const stopped = await medic(['stop', '--yes', '--reason', 'too loud'], { server });
    const resumed = await medic(['resume', '--yes', '--json'], { server });
    const dry = await medic(['stop', '--json'], { server });
    const dryResume = await medic(['resume', '--json'], { server });

    expect(stopped.out).toContain('All healing is stopped since 2026-11-23 12:00 UTC by ana: too loud');
    expect(stopped.requests[1]).toBe('POST /v1/stop {"confirm":"stop","reason":"too loud"}');
    expect(JSON.parse(resumed.out)).toMatchObject({ isDryRun: false, stop: { isEngaged: false } });
    expect(JSON.parse(dry.out)).toMatchObject({ isDryRun: true });
    expect(JSON.parse(dryResume.out)).toMatchObject({ isDryRun: true, stop: { isEngaged: true } });
  });
});

describe('the server', () => {
  it('is named by flag, then by the environment', async () => {
    const tokens = [
      await medic(['services', '--token', 'flag'], { server, environment: { MEDIC_TOKEN: 'variable' } }),
      await medic(['services'], {
        server,
        environment: { MEDIC_TOKEN: 'variable', MEDIC_URL: 'http://localhost:1' },
      }),
      await medic(['services', '--data', 'shop'], { server, readText: async (path) => `${path}\n` }),
      await medic(['services'], { server, readText: async () => '\n' }),
    ];

    expect(tokens.flatMap((run) => run.tokens)).toEqual([
      'Bearer flag',
      'Bearer variable',
      'Bearer shop/token',
      null,
    ]);
  });

  it.each([
    [
      'is not there',
      () => Promise.reject(new TypeError('fetch failed')),
      'Start a server with `medic start`',
    ],
    [
      'does not answer in time',
      () => Promise.reject(new DOMException('slow', 'TimeoutError')),
      'did not answer within 10 s',
    ],
    ['is another program', async () => new Response('<html>'), 'is not Fleetmedic'],
    [
      'fails in words of its own',
      async () => Response.json({ oh: 'no' }, { status: 500 }),
      'it answered 500',
    ],
    [
      'is of another version',
      async () => Response.json({ now: NOON }),
      'is not Fleetmedic, or of another version',
    ],
    ['does not know the token', async () => refusal(401, 'not-authenticated'), '--token or MEDIC_TOKEN'],
    ['has a fault', async () => refusal(500, 'internal'), 'It was refused (internal).'],
  ])('%s', async (_case, fetch, message) => {
    const { exitCode, told, out } = await medic(['services'], { fetch });

    expect(exitCode).toBe(1);
    expect(told).toContain(message);
    expect(told.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });
});

describe('audit verify', () => {
  const first = linkEntry(undefined, auditRecord(), digestOf);
  const second = linkEntry(first, auditRecord({ event: 'action-applied' }), digestOf);

  it('reads the log to its end and proves it', async () => {
    const pages = [
      { now: NOON, entries: [first], newest: 2, next: 2 },
      { now: NOON, entries: [second], newest: 2 },
    ];

    const { exitCode, out, requests } = await medic(['audit', 'verify', '--json'], {
      server: { readAudit: () => pages.shift() },
    });

    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({ isIntact: true, entries: 2, head: { sequence: 2, hash: second.hash } });
    expect(requests).toEqual(['GET /v1/audit?from=1', 'GET /v1/audit?from=2']);
  });

  it('finds what was changed in an export', async () => {
    const forged = { ...second, record: { ...second.record, actor: 'mallory' } };
    const lines = [first, forged].map((entry) => JSON.stringify(entry)).join('\n');

    const { exitCode, told } = await medic(['audit', 'verify', '--file', 'audit.ndjson'], {
      readText: async () => lines,
    });

    expect(exitCode).toBe(1);
    expect(told).toContain('does not hold from entry 2 on: content-changed');
  });

  it('explains what is no export', async () => {
    const whole = await medic(['audit', 'verify', '--file', 'a'], {
      readText: async () => JSON.stringify(first),
    });
    const broken = await medic(['audit', 'verify', '--file', 'a'], { readText: async () => '\n{}' });
    const missing = await medic(['audit', 'verify', '--file', 'a']);

    expect(whole.out).toContain('1 entries hold');
    expect(broken.told).toContain('a:2: this is no entry');
    expect(missing.exitCode).toBe(2);
  });
});
