import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval } from '#domain/approval/approval.ts';
import { decide, expire, explainRefusal } from '#domain/approval/rules.ts';
import { approval, at, decision } from '../../builders.ts';

const APPROVERS = ['ana', 'ben', 'cem'];
const request = { planHash: 'f00d', approvers: APPROVERS };

describe('a decision', () => {
  it('grants when enough different people agree', () => {
    const open = approval({ approvalsNeeded: 2 });

    const first = decide(open, { ...request, decision: decision() });
    const second = first.ok && decide(first.value, { ...request, decision: decision({ by: 'ben' }) });

    expect(first).toMatchObject({ ok: true, value: { status: 'requested' } });
    expect(second).toMatchObject({ ok: true, value: { status: 'granted' } });
  });

  it('denies at once', () => {
    const denied = decide(approval({ approvalsNeeded: 2 }), {
      ...request,
      decision: decision({ verdict: 'deny' }),
    });

    expect(denied).toMatchObject({ ok: true, value: { status: 'denied' } });
  });

  it('may be a denial by the one who asked', () => {
    const own = approval({ requestedBy: 'ana' });

    expect(decide(own, { ...request, decision: decision({ verdict: 'deny' }) }).ok).toBe(true);
  });

  it.each<[string, Approval, Parameters<typeof decide>[1], string]>([
    [
      'not-an-approver',
      approval(),
      { ...request, decision: decision({ by: 'eve' }) },
      'You are not an approver',
    ],
    [
      'own-request',
      approval({ requestedBy: 'ana' }),
      { ...request, decision: decision() },
      'ana asked for this',
    ],
    ['expired', approval(), { ...request, decision: decision({ at: at(1825) }) }, 'nothing was changed'],
    ['expired', approval({ status: 'expired' }), { ...request, decision: decision() }, 'has expired'],
    [
      'already-decided',
      approval({ status: 'granted', decisions: [decision({ by: 'ben' })] }),
      { ...request, decision: decision() },
      'already granted by ben',
    ],
    [
      'already-decided',
      approval({ status: 'denied' }),
      { ...request, decision: decision() },
      'is already denied;',
    ],
    [
      'already-voted',
      approval({ approvalsNeeded: 2, decisions: [decision()] }),
      { ...request, decision: decision() },
      'a different person',
    ],
    [
      'plan-changed',
      approval(),
      { ...request, planHash: 'beef', decision: decision() },
      'remade since you saw it',
    ],
  ])('is refused as %s: %#', (reason, open, asked, detail) => {
    const refused = decide(open, asked);

    expect(refused).toMatchObject({ ok: false, refusal: { reason } });
    expect(refused.ok ? '' : refused.refusal.detail).toContain(detail);
  });

  it('never grants without enough different listed people, none of them the requester, in time, on the plan they saw', () => {
    const click = fc.record({
      by: fc.constantFrom('ana', 'ben', 'cem', 'eve'),
      verdict: fc.constantFrom('approve', 'deny'),
      planHash: fc.constantFrom('f00d', 'beef'),
      seconds: fc.integer({ min: 0, max: 3600 }),
    });

    fc.assert(
      fc.property(fc.array(click), fc.integer({ min: 1, max: 3 }), (clicks, approvalsNeeded) => {
        let current = approval({ approvalsNeeded, requestedBy: 'cem' });
        for (const { by, verdict, planHash, seconds } of clicks) {
          const decided = decide(current, {
            planHash,
            approvers: APPROVERS,
            decision: decision({ by, verdict, at: at(seconds) }),
          });
          if (decided.ok) current = decided.value;
        }

        if (current.status !== 'granted') return;
        const people = new Set(current.decisions.map(({ by }) => by));
        expect(people.size).toBe(approvalsNeeded);
        expect([...people].every((by) => by === 'ana' || by === 'ben')).toBe(true);
        expect(
          current.decisions.every((each) => each.verdict === 'approve' && each.at < current.expiresAt),
        ).toBe(true);
      }),
    );
  });
});

it('a question without an answer is closed as expired', () => {
  expect(expire(approval()).status).toBe('expired');
  expect(explainRefusal('expired', approval())).toContain('ask for a new recovery');
});
