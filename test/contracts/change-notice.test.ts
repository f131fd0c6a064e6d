import { describe, expect, it } from 'vitest';
import { readChangeNotice } from '#contracts/change-notice.ts';

describe('a call that AWS records', () => {
  it.each([
    ['a person', { type: 'IAMUser' }, false],
    ['the autoscaler', { type: 'AWSService', invokedBy: 'ecs.application-autoscaling.amazonaws.com' }, true],
  ])('to scale a service is told with who made it: %s', (_who, userIdentity, isByPlatform) => {
    const notice = readCall({
      eventName: 'UpdateService',
      userIdentity,
      requestParameters: { desiredCount: 6 },
    });

    expect(notice).toEqual({ kind: 'scaling', summary: 'Scaled to 6 tasks', isByPlatform });
  });

  it.each([
    ['changes no count', { eventName: 'UpdateService', userIdentity: {}, requestParameters: {} }],
    ['is of another kind', { eventName: 'DeleteService', userIdentity: {}, requestParameters: {} }],
    ['was refused', { eventName: 'UpdateService', errorCode: 'AccessDenied' }],
  ])('is no change when it %s', (_case, detail) => {
    expect(readCall(detail)).toBeUndefined();
  });
});

describe('a new version', () => {
  const requestParameters = { functionName: 'checkout', name: 'live', functionVersion: '12' };

  it('of a function is told when its alias was moved to it', () => {
    expect(readCall({ eventName: 'UpdateAlias20150331', requestParameters })).toEqual({
      kind: 'deployment',
      summary: 'Deployment of version 12',
      isByPlatform: false,
    });
  });

  it.each([
    ['only the weights were changed', { requestParameters: { functionName: 'checkout', name: 'live' } }],
    ['Lambda refused it', { requestParameters, errorCode: 'AccessDenied' }],
  ])('is none when %s', (_case, detail) => {
    expect(readCall({ eventName: 'UpdateAlias20150331', ...detail })).toBeUndefined();
  });

  it.each([
    ['Update', { summary: 'Parameter /shop/checkout/limits was written' }],
    ['Delete', undefined],
  ])('of a parameter is told by a write: %s', (operation, expected) => {
    const notice = readEvent('Parameter Store Change', { operation, name: '/shop/checkout/limits' });

    expect(notice).toEqual(expected && { kind: 'configuration', isByPlatform: false, ...expected });
  });
});

function readCall(detail: Record<string, unknown>) {
  return readEvent('AWS API Call via CloudTrail', detail);
}

function readEvent(type: string, detail: Record<string, unknown>) {
  return readChangeNotice({
    id: 'event-1',
    source: 'aws',
    'detail-type': type,
    time: '2026-11-23T12:00:00Z',
    resources: [],
    detail,
  });
}
