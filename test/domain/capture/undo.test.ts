import { describe, expect, it } from 'vitest';
import { areSame, findStanding, judgeUndo } from '#domain/capture/undo.ts';
import { CHECKOUT_ECS, capture, ecsState } from '../../builders.ts';

describe('what is taken back', () => {
  it('is what was done or may have been, newest first', () => {
    const captures = [
      capture({ step: 'apply-1-0', result: 'applied' }),
      capture({ step: 'apply-1-1', result: 'refused' }),
      capture({ step: 'apply-1-2', result: 'unknown' }),
      capture({ step: 'apply-1-3' }),
    ];

    expect(findStanding(captures).map(({ step }) => step)).toEqual(['apply-1-3', 'apply-1-2', 'apply-1-0']);
  });

  it.each([
    ['undo', 6],
    ['not-there', 4],
    ['moved', 9],
  ])('%s when %d tasks are wanted', (verdict, desiredCount) => {
    expect(judgeUndo(capture(), ecsState({ desiredCount }))).toBe(verdict);
  });

  it('is left alone when somebody deployed over it', () => {
    const action = {
      kind: 'ecs-service/set-task-definition',
      resourceId: CHECKOUT_ECS,
      taskDefinition: 'checkout:40',
    } as const;
    const after = ecsState({ taskDefinition: 'checkout:40', deploymentId: 'ours' });
    const done = capture({ action, after });

    expect(judgeUndo(done, after)).toBe('undo');
    expect(judgeUndo(done, { ...after, deploymentId: 'theirs' })).toBe('moved');
  });
});

it('facts are the same when no key differs', () => {
  expect(areSame({ a: 1 }, { a: 1 })).toBe(true);
  expect(areSame({ a: 1 }, { a: 1, b: 2 })).toBe(false);
});
