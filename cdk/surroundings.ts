// What functions are told of: the value of each environment variable and the ARNs that permissions name. A variable of a
// function's schema that nothing here supplies stops the synth.

import { Aws } from 'aws-cdk-lib';
import type { EnvironmentOf, FunctionName } from '#contracts/environment.ts';
import { FUNCTION_ENVIRONMENTS } from '#contracts/environment.ts';
import type { Permission } from './permission.ts';
import { PERMISSIONS_BY_VARIABLE } from './permissions.ts';

/** One resource as functions see it. */
export interface Known {
  readonly value: string;
  /** By the name that permissions use in braces. */
  readonly arns: Readonly<Record<string, string>>;
}

/** By environment variable. */
export type Surroundings = Readonly<Record<string, Known>>;

/** The name of the recovery machine: fixed, because its steps know it and it knows its steps. */
export const RECOVERY_MACHINE = 'fleetmedic-recovery';

/** An ARN of this account and Region: `states:stateMachine:x` is `arn:<partition>:states:<region>:<account>:stateMachine:x`. */
export function arnHere(short: string): string {
  const [service, ...rest] = short.split(':');
  return `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${rest.join(':')}`;
}

/** The environment of a function: the variables of its schema, no others. Throws an error naming one that is missing. */
export function environmentOf<Name extends FunctionName>(
  name: Name,
  surroundings: Surroundings,
): EnvironmentOf<Name> {
  const everything = Object.entries(surroundings).map(([variable, { value }]) => [variable, value]);
  const own = FUNCTION_ENVIRONMENTS[name].safeParse(Object.fromEntries(everything));
  if (own.success) return own.data;
  const missing = own.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(
    `Function ${name} asks for ${missing}, which its stack does not supply: add it to its surroundings`,
  );
}

/** What a function may do with what it is told of. */
export function permissionsFromEnvironment(name: FunctionName): readonly Permission[] {
  const everything = Object.keys(PERMISSIONS_BY_VARIABLE).map((variable) => [variable, variable]);
  // The schema keeps the variables that it knows.
  const own = FUNCTION_ENVIRONMENTS[name].safeParse(Object.fromEntries(everything));
  if (!own.success) {
    const unknown = own.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new Error(
      `Function ${name} asks for ${unknown}: say in cdk/permissions.ts what may be done with it`,
    );
  }
  return Object.keys(own.data).flatMap((variable) => PERMISSIONS_BY_VARIABLE[variable] ?? []);
}

/** The ARN that a permission's resource stands for. Throws an error naming one that is not known. */
export function resolveResource(resource: string, surroundings: Surroundings): string {
  if (resource === '*') return resource;
  const name = /^\{(.+)\}$/.exec(resource)?.[1];
  if (!name) return arnHere(resource);
  const arn = Object.values(surroundings).find(({ arns }) => name in arns)?.arns[name];
  if (arn) return arn;
  throw new Error(
    `A permission speaks of ${resource}, which its stack does not supply: add it to its surroundings`,
  );
}
