import { expect, it } from 'vitest';
import { machineOf, run } from './harness.ts';

/** An hour of incidents must pass in seconds. The aim is 2,000; a fourth of it does not fail on a busy machine. */
const LEAST_PER_SECOND = 500;

it('makes thousands of transitions a second, saved as JSON after every turn', async () => {
  const machine = machineOf({
    Begin: { Type: 'Pass', Assign: { count: 0 }, Next: 'Hold' },
    Hold: { Type: 'Wait', Seconds: 1, Assign: { count: '{% $count + 1 %}' }, Next: 'Check' },
    Check: { Type: 'Choice', Choices: [{ Condition: '{% $count < 2000 %}', Next: 'Hold' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  });
  const started = performance.now();

  const { types } = await run(machine, { isKilledAfterEachTurn: true });

  const transitions = types.filter((type) => type.endsWith('StateEntered')).length;
  const perSecond = transitions / ((performance.now() - started) / 1000);
  expect(perSecond).toBeGreaterThan(LEAST_PER_SECOND);
});
