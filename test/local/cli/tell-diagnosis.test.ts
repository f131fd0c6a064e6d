// What `medic show` tells of the ways of looking, the errors, how rare a value is, and the incident of the past.

import { expect, it } from 'vitest';
import { IncidentId } from '#domain/ids.ts';
import { tellErrors } from '#local/cli/tell-errors.ts';
import { tellIncident } from '#local/cli/tell-incident.ts';
import { tellVoices } from '#local/cli/tell-voices.ts';
import { CART, CHECKOUT, diagnosis, evidence, incident, minute, NOON } from '../../builders.ts';

const TREE = {
  speaker: 'decision-tree',
  isWeighed: true,
  outcome: 'ranked',
  causes: [{ serviceId: CHECKOUT, failureType: 'bad-deployment', score: 0.9, evidence: [] }],
} as const;
const RANKING = {
  speaker: 'cause-ranking',
  modelHash: 'ef7e20a7ffff',
  isWeighed: true,
  outcome: 'ranked',
  onsetAt: NOON,
  causes: [
    {
      serviceId: CHECKOUT,
      score: 0.97,
      evidence: [
        { serviceId: CART, indicator: 'latency-p99', expected: 0.2, seen: 2.4, deviation: 12, since: NOON },
      ],
    },
    { serviceId: CART, score: 0.02, evidence: [] },
  ],
} as const;

it('names each voice, who made it, its causes and the evidence of the first', () => {
  expect(tellVoices({ voices: [TREE, RANKING] })).toEqual([
    'The questions of the tree: bad-deployment in checkout 90 %',
    'The ranking of what moved (model ef7e20a7): checkout 97 %, cart 2 %',
    '   cart p99 latency 200 ms -> 2.4 s since 2026-11-23 12:00',
  ]);
});

it('tells what the classifier of failure types says, and why it was not heard', () => {
  const classifier = {
    speaker: 'type-classifier',
    modelHash: 'abcdef0123',
    isWeighed: true,
    outcome: 'ranked',
    causes: [{ serviceId: CHECKOUT, failureType: 'bad-task', score: 0.7, evidence: [] }],
  } as const;
  const { modelHash: _modelHash, ...unmade } = classifier;
  const silent = {
    ...unmade,
    isWeighed: false,
    outcome: 'no-single-cause',
    problem: 'switched off',
    causes: [],
  } as const;

  expect(tellVoices({ voices: [classifier, silent] })).toEqual([
    'The classifier of failure types (model abcdef01): bad-task in checkout 70 %',
    'The classifier of failure types (not heard: switched off): nothing',
  ]);
});

it('says which voice did not count, and which saw nothing', () => {
  const silent = { ...TREE, outcome: 'no-single-cause', causes: [] } as const;
  const { modelHash: _modelHash, ...unmade } = RANKING;
  const shown = { ...unmade, isWeighed: false, problem: 'the model is not loaded', causes: [] };

  expect(tellVoices({ voices: [silent, shown] })).toEqual([
    'The questions of the tree (no single cause): nothing',
    'The ranking of what moved (from first principles, not counted: the model is not loaded): nothing',
  ]);
  expect(tellVoices({})).toEqual([]);
});

it('tells errors with their kind, as far as it is known', () => {
  const error = {
    serviceId: CHECKOUT,
    severity: 'error',
    message: 'Broken pipe',
    count: 9,
    usualCount: 0.5,
  } as const;

  expect(tellErrors(diagnosis({ errors: [{ ...error, category: 'connection' }, error] }))).toEqual([
    'checkout (connection, error): Broken pipe: 9 lines since the onset, 0.5 in as long before',
    'checkout (error): Broken pipe: 9 lines since the onset, 0.5 in as long before',
  ]);
  expect(tellErrors(undefined)).toEqual([]);
});

it('tells how rare a value is, and what it looks like', () => {
  const rarity = {
    span: 'hours',
    seen: 168,
    asFar: 0,
    words: 'further from its level than in any of the last 168 hours',
  } as const;
  const pastCase = {
    incidentId: IncidentId.parse('inc-7'),
    serviceId: CHECKOUT,
    onsetAt: minute(-90),
    similarity: 0.8,
    shared: ['symptoms'],
    end: 'resolved',
    totalSeconds: 360,
    story: 'service-restart worked, over after 6 min',
  } as const;

  const lines = tellIncident({
    now: NOON,
    incident: incident({ evidence: { [CHECKOUT]: [evidence({ rarity })] } }),
    diagnosis: diagnosis({ pastCase }),
    timeline: [],
    plans: [],
    approvals: [],
    captures: [],
    verifications: [],
  });

  expect(lines).toContain(`     ${rarity.words}`);
  expect(lines).toContain(
    '  Looks like inc-7 1.5 h before (80 % alike: the same symptoms): service-restart worked, over after 6 min',
  );
});
