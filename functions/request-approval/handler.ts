// Step "Request approval" of the recovery state machine. Parse, call, shape; the rules are in the use case.

import { requestApproval } from '#application/request-approval.ts';
import { RequestApprovalInput, RequestApprovalOutput } from '#contracts/steps/recovery.ts';
import { step } from '#runtime/step.ts';

export const handler = step(
  { name: 'request-approval', input: RequestApprovalInput, output: RequestApprovalOutput },
  requestApproval,
);
