// A diagnosis of which everything is known, for the console.

import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import { IncidentId, ServiceId } from '#domain/ids.ts';
import { CHECKOUT, diagnosis, minute, NOON } from '../builders.ts';
import { INCIDENT } from './shop.ts';

const SEARCH = ServiceId.parse('search');

/** Tree and ranking point at different services, the classifier at a third type; there are errors, and an incident that was like it. */
export function lookedAtTwice(): Diagnosis {
  const tree = { serviceId: CHECKOUT, failureType: 'bad-task', score: 0.7, evidence: [] } as const;
  const slow = {
    serviceId: SEARCH,
    indicator: 'latency-p99',
    expected: 0.2,
    seen: 2.4,
    deviation: 12,
    since: NOON,
  } as const;
  return diagnosis({
    incidentId: INCIDENT,
    accord: 'disagree',
    typeAccord: 'disagree',
    voices: [
      { speaker: 'decision-tree', isWeighed: true, outcome: 'ranked', onsetAt: NOON, causes: [tree] },
      {
        speaker: 'cause-ranking',
        modelHash: 'ef7e20a7ffff',
        isWeighed: true,
        outcome: 'ranked',
        causes: [{ serviceId: SEARCH, score: 0.9, evidence: [slow] }],
      },
      {
        speaker: 'type-classifier',
        modelHash: 'abcdef0123',
        isWeighed: true,
        outcome: 'ranked',
        causes: [{ serviceId: CHECKOUT, failureType: 'retry-storm', score: 0.6, evidence: [] }],
      },
    ],
    errors: [
      {
        serviceId: CHECKOUT,
        category: 'connection',
        severity: 'error',
        message: 'Broken pipe',
        count: 9,
        usualCount: 0.5,
      },
    ],
    pastCase: {
      incidentId: IncidentId.parse('inc-7'),
      serviceId: CHECKOUT,
      onsetAt: minute(-90),
      similarity: 0.8,
      shared: ['symptoms'],
      end: 'resolved',
      totalSeconds: 360,
      story: 'service-restart worked, over after 6 min',
    },
  });
}
