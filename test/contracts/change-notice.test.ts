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

function readCall(detail: Record<string, unknown>) {
  return readChangeNotice({
    id: 'event-1',
    source: 'aws.ecs',
    'detail-type': 'AWS API Call via CloudTrail',
    time: '2026-11-23T12:00:00Z',
    resources: [],
    detail,
  });
}
