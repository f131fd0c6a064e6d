// What `medic doctor --aws` finds out about an account: credentials, what fleetmedic.yaml names and what is tagged there,
// metrics, quotas and the deployed stop switch. Each finding has its remedy; nothing is changed.

import type { Settings } from '#contracts/settings.ts';
import type { Instant } from '#domain/ids.ts';
import type { Account, AccountIdentity } from '#runtime/aws/account.ts';
import type { Check } from '../cli/doctor-checks.ts';
import { refusedCheck } from './refused-check.ts';
import { checkResources } from './resource-checks.ts';
import { checkSignals } from './signal-checks.ts';

export interface AccountQuestion {
  readonly settings: Settings;
  readonly now: Instant;
}

/** Copies of Fleetmedic's functions that a deployment reserves, and those that Lambda keeps unreserved. */
export const NEEDED_CONCURRENCY = 88 + 100;

/** All checks of an account. Without valid credentials nothing else is asked. */
export async function runAccountChecks(
  account: Account,
  question: AccountQuestion,
): Promise<readonly Check[]> {
  const identity = await identify(account);
  if ('state' in identity) return [identity];
  const { principal, accountId, region } = identity;
  const resources = await checkResources(account, question.settings, principal);
  return [
    { name: 'Credentials', state: 'OK', detail: `${principal} in account ${accountId}, ${region}` },
    ...resources.checks,
    ...(await checkSignals(account, question, { principal, descriptions: resources.descriptions })),
    await checkTagged(account, question.settings, principal),
    await checkConcurrency(account, principal),
    await checkStopSwitch(account, principal),
  ];
}

async function identify(account: Account): Promise<AccountIdentity | Check> {
  try {
    return await account.identify();
  } catch (error) {
    return {
      name: 'Credentials',
      state: 'FAIL',
      detail: error instanceof Error ? error.message : String(error),
      remedy:
        'Sign in (for example `aws sso login`), or set AWS_PROFILE, and name the Region with AWS_REGION',
    };
  }
}

/** What owners have put under care, but nobody watches. */
async function checkTagged(account: Account, settings: Settings, principal: string): Promise<Check> {
  const { managedTag } = settings.guardrails;
  const name = 'Tagged resources';
  try {
    const watched = new Set(settings.services.flatMap(({ resources }) => resources));
    const tagged = await account.discover(managedTag);
    const unwatched = tagged.map(({ resourceId }) => resourceId).filter((id) => !watched.has(id));
    if (unwatched.length === 0) return { name, state: 'OK', detail: `${tagged.length} carry ${managedTag}` };
    return {
      name,
      state: 'WARN',
      detail: `tagged ${managedTag}, but in no service: ${unwatched.join(', ')}`,
      remedy: 'Add them to a service in fleetmedic.yaml, or take the tag off',
    };
  } catch (error) {
    return refusedCheck(name, error, { principal, isNeeded: false });
  }
}

async function checkConcurrency(account: Account, principal: string): Promise<Check> {
  const name = 'Quota of Lambda';
  try {
    const quota = await account.readConcurrencyQuota();
    const detail = `${quota} concurrent executions`;
    if (quota >= NEEDED_CONCURRENCY) return { name, state: 'OK', detail };
    return {
      name,
      state: 'WARN',
      detail: `${detail}, and a deployment with reserved copies needs ${NEEDED_CONCURRENCY}`,
      remedy: 'Ask for a higher quota, or deploy with `medic deploy -- -c reservedConcurrency=false`',
    };
  } catch (error) {
    return refusedCheck(name, error, { principal, isNeeded: false });
  }
}

async function checkStopSwitch(account: Account, principal: string): Promise<Check> {
  const name = 'Stop switch';
  try {
    const { isEngaged, by, reason } = await account.readStopSwitch();
    if (!isEngaged) return { name, state: 'OK', detail: 'released' };
    return {
      name,
      state: 'WARN',
      detail: `engaged by ${by}: ${reason}`,
      remedy: 'Nothing is changed until a person releases it',
    };
  } catch (error) {
    const isAbsent = String(error).includes('ParameterNotFound');
    if (!isAbsent) return refusedCheck(name, error, { principal, isNeeded: false });
    return {
      name,
      state: 'WARN',
      detail: 'Fleetmedic is not deployed here',
      remedy: 'Deploy it: medic deploy',
    };
  }
}
