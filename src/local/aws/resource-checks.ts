// Whether each resource of fleetmedic.yaml that actions can change can be read, and may be changed by its tags.

import { isChangeable } from '#application/planning/live-resources.ts';
import type { Settings } from '#contracts/settings.ts';
import { NotFoundError } from '#domain/errors.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { Account } from '#runtime/aws/account.ts';
import type { Check } from '../cli/doctor-checks.ts';
import { refusedCheck } from './refused-check.ts';

export interface ResourceFindings {
  readonly checks: readonly Check[];
  /** Of those that could be read. */
  readonly descriptions: readonly ResourceDescription[];
}

/** One check for each resource that actions can change, in the order of the settings. */
export async function checkResources(
  { resources }: Account,
  { services, guardrails }: Settings,
  principal: string,
): Promise<ResourceFindings> {
  const checks: Check[] = [];
  const descriptions: ResourceDescription[] = [];
  for (const resourceId of new Set(services.flatMap((service) => service.resources))) {
    if (!isChangeable(resourceId)) continue;
    try {
      const description = await resources.describe(resourceId);
      descriptions.push(description);
      checks.push(judgeTags(description, guardrails));
    } catch (error) {
      checks.push(unreadable(resourceId, error, principal));
    }
  }
  return { checks, descriptions };
}

function judgeTags(
  { resourceId, tags }: ResourceDescription,
  { managedTag, denyTag }: Settings['guardrails'],
): Check {
  if (denyTag in tags) {
    const detail = `is read; its tag ${denyTag} forbids every change`;
    return { name: resourceId, state: 'OK', detail };
  }
  if (tags[managedTag] === 'true')
    return { name: resourceId, state: 'OK', detail: 'is read, and may be changed' };
  return {
    name: resourceId,
    state: 'WARN',
    detail: `is read, but lacks the tag ${managedTag}=true: nothing on it is changed`,
    remedy: 'Tag it once you want it healed; policy and IAM both refuse it until then',
  };
}

function unreadable(resourceId: ResourceId, error: unknown, principal: string): Check {
  if (!(error instanceof NotFoundError)) {
    return refusedCheck(resourceId, error, { principal, isNeeded: true });
  }
  const remedy = 'Correct its name in fleetmedic.yaml, or the Region in AWS_REGION';
  return { name: resourceId, state: 'FAIL', detail: error.message, remedy };
}
