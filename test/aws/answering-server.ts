// A server on the loopback that answers in the JSON protocols of AWS: for what the emulator lacks (Application Auto
// Scaling), for errors, throttling and pages. It remembers what it was asked.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished, vi } from 'vitest';
import { clientEnvironment } from '../../tools/emulator/emulator.ts';

export interface Request {
  /** From the header X-Amz-Target (`GetMetricData`), or method and path for REST services (`GET /applications`). */
  readonly operation: string;
  /** The body as JSON; empty where it is something else. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface Answer {
  /** The connection breaks instead: the caller never learns what became of the call. */
  readonly isLost?: boolean;
  readonly status?: number;
  /** The name of the error, in the header and in the body. */
  readonly error?: string;
  /** Sent as JSON; text is sent as it is, as XML. */
  readonly body?: unknown;
}

export interface AnsweringServer {
  /** In the order they came. */
  readonly requests: readonly Request[];
  operations(): readonly string[];
}

/** Answers each request by `answer` until the test ends; clients of AWS that are made meanwhile speak to it. */
export async function startAnsweringServer(answer: (request: Request) => Answer): Promise<AnsweringServer> {
  const requests: Request[] = [];
  const server = createServer(async (incoming, response) => {
    const text = await readText(incoming);
    const request = {
      operation: operationOf(incoming),
      body: text.startsWith('{') ? JSON.parse(text) : {},
      text,
    };
    requests.push(request);
    reply(response, answer(request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  for (const [name, value] of Object.entries(clientEnvironment(`http://127.0.0.1:${port}`))) {
    vi.stubEnv(name, value);
  }
  onTestFinished(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });
  return { requests, operations: () => requests.map(({ operation }) => operation) };
}

function operationOf({ headers, method, url = '' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  return `${method} ${url.split('?')[0]}`;
}

async function readText(incoming: IncomingMessage): Promise<string> {
  incoming.setEncoding('utf8');
  return (await incoming.toArray()).join('');
}

function reply(response: ServerResponse, { isLost = false, status, error, body = {} }: Answer): void {
  if (isLost) {
    response.destroy();
    return;
  }
  response.statusCode = status ?? (error ? 400 : 200);
  const isXml = typeof body === 'string';
  response.setHeader('content-type', isXml ? 'text/xml' : 'application/x-amz-json-1.1');
  if (error) response.setHeader('x-amzn-errortype', error);
  const failure = { __type: error, message: `${error} on purpose` };
  response.end(isXml ? body : JSON.stringify(error ? failure : body));
}
