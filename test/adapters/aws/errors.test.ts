import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calling, fateOf, isAnyOf, translateError } from '#adapters/aws/errors.ts';
import { NotFoundError } from '#domain/errors.ts';

describe('what is certain after an error of AWS', () => {
  it.each([
    ['AccessDeniedException', 400, 'forbidden', 'ForbiddenError'],
    ['ExpiredTokenException', 403, 'forbidden', 'ForbiddenError'],
    ['ThrottlingException', 400, 'throttled', 'RetryableError'],
    ['AnythingElse', 429, 'throttled', 'RetryableError'],
    ['InvalidParameterException', 400, 'rejected', 'RejectedError'],
    ['RequestTimeout', 400, 'unknown', 'DependencyError'],
    ['ServerException', 500, 'unknown', 'DependencyError'],
    ['TimeoutError', undefined, 'unknown', 'DependencyError'],
  ])('%s with status %s: %s', (name, status, fate, ours) => {
    const error = serviceError(name, status);

    expect(fateOf(error)).toBe(fate);
    expect(translateError(error, 'describe ecs-service/shop/checkout')).toMatchObject({
      name: ours,
      message: expect.stringContaining('Could not describe ecs-service/shop/checkout'),
    });
  });

  it('is nothing for what is no error at all', () => {
    expect(fateOf('broken')).toBe('unknown');
    expect(translateError('broken', 'ask').message).toContain('broken');
    expect(isAnyOf('broken', ['broken'])).toBe(false);
  });

  it('is never that nothing was changed when the service broke', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z][a-z]+Fault$/),
        fc.integer({ min: 500, max: 599 }),
        (name, status) => {
          expect(fateOf(serviceError(name, status))).toBe('unknown');
        },
      ),
    );
  });

  it('stays as it is when it is ours already', async () => {
    const ours = new NotFoundError('There is no such thing');

    await expect(calling('ask', () => Promise.reject(ours))).rejects.toBe(ours);
  });
});

function serviceError(name: string, httpStatusCode: number | undefined): Error {
  return Object.assign(new Error('on purpose'), { name, $metadata: { httpStatusCode } });
}
