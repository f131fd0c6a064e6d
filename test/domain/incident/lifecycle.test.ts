import { describe, expect, it } from 'vitest';
import { IncidentEnd, IncidentState } from '#domain/incident/incident.ts';
import { canMove, isEnd } from '#domain/incident/lifecycle.ts';

const states = IncidentState.options;

describe('the lifecycle of an incident', () => {
  it('knows exactly these moves', () => {
    const moves = states.map((from) => [from, states.filter((to) => canMove(from, to)).join(' ')]);

    expect(Object.fromEntries(moves)).toEqual({
      open: 'diagnosed escalated suppressed',
      diagnosed: 'planned resolved escalated suppressed',
      planned: 'planned awaiting-approval remediating resolved escalated suppressed',
      'awaiting-approval': 'planned remediating resolved escalated suppressed',
      remediating: 'planned verifying resolved rolled-back escalated suppressed',
      verifying: 'planned remediating resolved rolled-back escalated suppressed',
      resolved: '',
      'rolled-back': '',
      escalated: '',
      suppressed: '',
    });
  });

  it('ends in four states that nothing leaves', () => {
    expect(states.filter(isEnd)).toEqual(IncidentEnd.options);
  });

  it('can be handed to people from wherever it has not ended', () => {
    const open = states.filter((state) => !isEnd(state));

    expect(open.every((state) => canMove(state, 'escalated'))).toBe(true);
  });
});
