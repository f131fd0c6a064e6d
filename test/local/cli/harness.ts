// A `medic` in a glass: everything it writes is kept, time moves only when it sleeps, and a server is a table of answers.

import type { EndpointName } from '#contracts/api/endpoints.ts';
import { ENDPOINTS } from '#contracts/api/endpoints.ts';
import type { ExitCode } from '#local/cli/exit-codes.ts';
import type { CliIo, CliTasks } from '#local/cli/io.ts';
import { runCli } from '#local/cli/run-cli.ts';
import { NOON } from '../../builders.ts';

export interface Run {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly told: string;
  /** Requests that were sent, as `METHOD path body`. */
  readonly requests: readonly string[];
  /** Bearer tokens, in the order sent. */
  readonly tokens: readonly (string | null)[];
}

export interface Surroundings extends Partial<Omit<CliIo, 'tasks' | 'out' | 'tell'>> {
  readonly tasks?: Partial<CliTasks>;
  /** Answers of the server by endpoint; a function is asked at each call. */
  readonly server?: Partial<Record<EndpointName, unknown>>;
}

/** Runs one command in the given surroundings. */
export async function medic(
  argv: readonly string[],
  { server, tasks, ...io }: Surroundings = {},
): Promise<Run> {
  const written = { out: '', told: '' };
  const requests: string[] = [];
  const tokens: (string | null)[] = [];
  let now: number = NOON;
  const exitCode = await runCli(argv, {
    out: (text) => {
      written.out += text;
    },
    tell: (text) => {
      written.told += text;
    },
    isTerminal: false,
    environment: {},
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      requests.push(`${request.method} ${pathname}${search} ${await request.text()}`.trim());
      tokens.push(request.headers.get('authorization'));
      return answer(server ?? {}, request.method, pathname);
    },
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    ask: async () => '',
    readText: async () => undefined,
    ...io,
    tasks: { ...idleTasks, ...tasks },
  });
  return { exitCode, ...written, requests, tokens };
}

async function answer(
  server: Partial<Record<EndpointName, unknown>>,
  method: string,
  pathname: string,
): Promise<Response> {
  for (const [name, body] of Object.entries(server)) {
    const endpoint = ENDPOINTS[name as EndpointName];
    const pattern = new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    if (endpoint.method !== method || !pattern.test(pathname)) continue;
    const value: unknown = typeof body === 'function' ? body() : body;
    return value instanceof Response ? value : Response.json(value);
  }
  throw new TypeError('fetch failed');
}

/** An answer that says no. */
export function refusal(status: number, code: string, remedy?: string): Response {
  return Response.json({ error: { code, message: 'It was refused', ...(remedy && { remedy }) } }, { status });
}

const idleTasks: CliTasks = {
  runDemo: () => Promise.reject(new Error('no demo in this test')),
  startServer: () => Promise.reject(new Error('no server in this test')),
  replay: () => Promise.reject(new Error('no replay in this test')),
  backtest: () => Promise.reject(new Error('no backtest in this test')),
  classifyError: () => Promise.reject(new Error('no classifier in this test')),
  diagnose: () => Promise.reject(new Error('no diagnosis in this test')),
  planCapacity: () => Promise.reject(new Error('no plan in this test')),
  runSeries: () => Promise.reject(new Error('no series in this test')),
  openAccount: () => Promise.reject(new Error('no account in this test')),
  startAccountServer: () => Promise.reject(new Error('no server over an account in this test')),
  signRequest: () => Promise.reject(new Error('no signature in this test')),
  runProgram: () => Promise.reject(new Error('no program in this test')),
  doctor: {
    nodeVersion: '24.21.0',
    now: () => NOON,
    findFolderProblem: async () => undefined,
    findDatabaseProblem: async () => undefined,
    portUser: async () => 'nobody',
    findModelProblem: async () => undefined,
    isConsoleBuilt: async () => true,
    readSettings: async () => undefined,
  },
};
