import { expect, it } from 'vitest';
import { learnTaskCapacity } from '#domain/demand/task-capacity.ts';

/** A service of two tasks at rising load: each percent of processor use is one request a second and task, after 5 at rest. */
const DAY = Array.from({ length: 40 }, (_, index) => ({ demand: 2 * index, cpu: 5 + index, tasks: 2 }));

it('what a task carries is learned from its busier half, where its work at rest weighs little', () => {
  const capacity = learnTaskCapacity(DAY);

  expect(capacity).toBeGreaterThan(53);
  expect(capacity).toBeLessThan(62);
});

it('idle processors, absent tasks and quiet minutes say nothing', () => {
  const useless = [
    { demand: 0, cpu: 50, tasks: 2 },
    { demand: 10, cpu: 1, tasks: 2 },
    { demand: 10, cpu: 50, tasks: 0 },
  ];

  expect(learnTaskCapacity([...DAY.slice(20), ...useless])).toBe(learnTaskCapacity(DAY.slice(20)));
  expect(learnTaskCapacity(DAY.slice(0, 8))).toBeUndefined();
});
