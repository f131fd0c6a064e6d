// Stands between one function and AWS: passes calls on, and for chosen services answers as AWS does on a bad day, or
// keeps silent after the call was carried out.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a mutating call. */
export type Trouble =
  /** Carried out, but the answer never comes. */
  | 'silence'
  /** Refused for now, without being carried out. */
  | 'throttle'
  /** Refused for good, without being carried out. */
  | 'deny';

export interface ChaosProxy {
  readonly endpoint: string;
  close(): void;
}

/** Where the proxy tells which services' mutating calls reached AWS through it, in their order. */
export const CARRIED_OUT_PATH = '/_carried-out';

const ERRORS = {
  throttle: { status: 400, type: 'ThrottlingException', message: 'Rate exceeded' },
  deny: {
    status: 400,
    type: 'AccessDeniedException',
    message: 'is not authorized to perform: ecs:UpdateService',
  },
} as const;

/** `troubles`: by service, what happens to its first, second and further updates; after the last, all go through. */
export async function startChaosProxy(
  upstream: string,
  troubles: Readonly<Record<string, readonly Trouble[]>>,
): Promise<ChaosProxy> {
  const left = new Map(Object.entries(troubles).map(([service, list]) => [service, [...list]]));
  const carriedOut: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === CARRIED_OUT_PATH) return void response.end(JSON.stringify(carriedOut));
    const body = await readBody(request);
    const service = updatedService(request, body);
    const trouble = service === undefined ? undefined : left.get(service)?.shift();
    if (trouble === 'throttle' || trouble === 'deny') {
      const { status, type, message } = ERRORS[trouble];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: type, message }));
      return;
    }
    const answer = await pass(upstream, request, body);
    if (service !== undefined) carriedOut.push(service);
    if (trouble === 'silence') return;
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The service whose desired state the call changes; undefined for all calls that only read. */
function updatedService(request: IncomingMessage, body: string): string | undefined {
  if (!String(request.headers['x-amz-target']).endsWith('.UpdateService')) return undefined;
  return String(JSON.parse(body).service).split('/').at(-1);
}

function pass(upstream: string, request: IncomingMessage, body: string): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name))
      headers.set(name, value);
  }
  return fetch(upstream + request.url, { method: request.method ?? 'POST', headers, body });
}
