// A deployment on AWS, told from a server of this machine by its address, and asked under the name of whoever the
// credentials of this shell belong to.

import { ErrorAnswer } from '#contracts/api/errors.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/** `https://<id>.execute-api.<region>.amazonaws.com`, where API Gateway serves a deployment. */
const GATEWAY = /^[a-z0-9]+\.execute-api\.(?<region>[a-z0-9-]+)\.amazonaws\.com$/;

/** The Region of the gateway that an address is served by; undefined for any other address. */
export function gatewayRegion(url: string): string | undefined {
  return GATEWAY.exec(new URL(url).hostname)?.groups?.['region'];
}

/** Asks signed. Throws a CliError when there are no credentials, or when IAM does not let them ask this. */
export async function askGateway(
  { fetch, tasks }: Pick<CliIo, 'fetch' | 'tasks'>,
  request: Request,
  region: string,
): Promise<Response> {
  const signed = await tasks.signRequest(request, region).catch((error: unknown) => {
    throw new CliError(`The request cannot be signed with the credentials of this shell: ${error}.`);
  });
  const response = await fetch(signed);
  if (response.status !== 403 || (await isOurs(response))) return response;
  throw new CliError(
    'IAM does not let the credentials of this shell ask this: they need execute-api:Invoke on the route.',
    EXIT.refused,
  );
}

async function isOurs(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return ErrorAnswer.safeParse(body).success;
}
