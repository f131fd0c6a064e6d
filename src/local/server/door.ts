// The port of the local server: taken before anything else is begun, so that a port in use costs nothing and changes
// nothing, and answered with "not yet" until the loop is there.

import { type ServerType, serve } from '@hono/node-server';
import { ConflictError } from '#domain/errors.ts';

/** Loopback alone: the token guards the rest of this machine's users, the address everybody else. */
const HOST = '127.0.0.1';
/** How soon a caller who came too early should ask again. */
const RETRY_SECONDS = 1;

export type Fetch = (request: Request) => Response | Promise<Response>;

export interface Door {
  readonly url: string;
  /** Lets requests in. */
  open(fetch: Fetch): void;
  close(): void;
}

/** Takes a port, 0 for any free one. Throws ConflictError when it is in use. */
export async function takePort(port: number): Promise<Door> {
  let answer: Fetch = answerNotYet;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const options = { fetch: (request: Request) => answer(request), port, hostname: HOST };
  const server: ServerType = serve(options, (info) => resolve(info.port));
  server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
  const taken = await promise;
  return {
    url: `http://${HOST}:${taken}`,
    open(fetch) {
      answer = fetch;
    },
    close: () => server.close(),
  };
}

function answerNotYet(): Response {
  return new Response('Fleetmedic is starting', {
    status: 503,
    headers: { 'retry-after': String(RETRY_SECONDS) },
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new ConflictError(
    `Port ${port} is in use by another program; stop it, or choose another with --port (0 takes any free one)`,
    port,
  );
}
