// What `medic doctor` and `medic cost` state of a deployment without looking at one is what the app really makes.

import { expect, it } from 'vitest';
import { STANDING_PER_MONTH } from '#domain/cost/usage.ts';
import { NEEDED_CONCURRENCY } from '#local/aws/account-checks.ts';
import { FUNCTIONS } from '../../cdk/functions.ts';

/** What Lambda keeps for functions without a reservation. */
const UNRESERVED = 100;
/** Of the operations plane. */
const OTHER_ALARMS = 14;

it('reserves as much concurrency as the doctor asks for', () => {
  const reserved = FUNCTIONS.reduce((sum, { concurrency }) => sum + concurrency, 0);

  expect(NEEDED_CONCURRENCY).toBe(reserved + UNRESERVED);
});

it('has an alarm for each function and some of its own, as the bill says', () => {
  expect(STANDING_PER_MONTH.alarms).toBe(FUNCTIONS.length + OTHER_ALARMS);
});
