// S12 AlertEscalation: the last resort. It changes nothing; it says what people are called for, and why nothing else is
// done.

import type { FailureType } from '#domain/diagnosis/diagnosis.ts';
import type { LastResort } from '#strategies/strategy.ts';

const WHAT_TO_LOOK_AT: Readonly<Record<FailureType, string>> = {
  'bad-deployment': 'a deployment that seems to be bad',
  'bad-configuration': 'a configuration that seems to be bad',
  'capacity-shortage': 'too little capacity',
  'memory-leak': 'a memory leak',
  'connection-leak': 'a connection leak',
  'bad-task': 'a task that misbehaves',
  'slow-dependency': 'a dependency that answers slowly',
  'retry-storm': 'a storm of retries',
  'consumer-backlog': 'a backlog of messages',
  'dependency-down': 'a dependency that is down',
  unexplained: 'trouble without an explanation',
};

export const alertEscalation: LastResort = {
  name: 'alert-escalation',

  propose({ serviceId, failureType }, reason) {
    return {
      actions: [],
      summary: `Call people: ${serviceId} shows ${WHAT_TO_LOOK_AT[failureType]}; ${reason}`,
    };
  },
};
