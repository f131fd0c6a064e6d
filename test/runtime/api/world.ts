// The API over empty embedded stores, with commands that keep what they were asked for and an event feed to speak into.

import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import { judgeIncident } from '#application/judge-incident.ts';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import type { EndpointName } from '#contracts/api/endpoints.ts';
import { ErrorAnswer } from '#contracts/api/errors.ts';
import { type ApiAnswer, contractOf } from '#contracts/api.ts';
import type { FleetmedicEvent } from '#contracts/events.ts';
import type { LogEvent } from '#contracts/log-events.ts';
import type { Settings } from '#contracts/settings.ts';
import { ok, refuse } from '#domain/result.ts';
import { makeApi } from '#runtime/api/app.ts';
import type { ApiCommands, ApiDeps, CommandRefusal } from '#runtime/api/deps.ts';
import { INCIDENT, manualClock, settings } from '../../builders.ts';

export const TOKEN = 'a-token-of-the-tests';
export const ORIGIN = 'http://localhost:4000';

/** Everything the API is made of; commands succeed and are kept. */
export function makeWorld(overrides: Partial<ApiDeps> = {}, document: Settings = settings()) {
  const clock = manualClock();
  const stores = makeSqliteStores(openDatabase(':memory:'), clock);
  const asked: { command: string; request: object }[] = [];
  const logged: { event: LogEvent; fields: object }[] = [];
  const listeners = new Set<(event: FleetmedicEvent) => void>();
  let wallMilliseconds = 0;
  const remember = (command: string) => async (request: object) => {
    asked.push({ command, request });
    return ok({ incidentId: INCIDENT });
  };
  const commands: ApiCommands = {
    answerApproval: remember('answerApproval'),
    requestRecovery: remember('requestRecovery'),
    stopHealing: remember('stopHealing'),
    resumeHealing: remember('resumeHealing'),
    judgeIncident: (request) => judgeIncident(deps, request),
    promoteModel: (request) => promoteModel(deps, request),
    takeBackModel: (request) => takeBackModel(deps, request),
  };
  const deps: ApiDeps = {
    ...stores,
    clock,
    settings: { current: async () => document },
    log: { record: (event, fields) => void logged.push({ event, fields }), count: () => undefined },
    commands,
    feed: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    operator: { token: TOKEN, principal: 'ana' },
    wallClock: () => wallMilliseconds,
    ...overrides,
  };
  const api = makeApi(deps);
  return {
    api,
    deps,
    clock,
    stores,
    asked,
    logged,
    listeners,
    tell: (event: FleetmedicEvent) => {
      for (const listener of listeners) listener(event);
    },
    passSeconds: (seconds: number) => {
      wallMilliseconds += seconds * 1000;
    },
    get: (path: string, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) =>
      send(api.fetch, path, { headers }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(api.fetch, path, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** Commands that all refuse for a reason. */
export function refusingCommands(reason: CommandRefusal['reason']): ApiCommands {
  const refusal = { reason, detail: `It was refused: ${reason}` } as CommandRefusal;
  const no = async () => refuse(refusal);
  return {
    answerApproval: no,
    requestRecovery: no,
    stopHealing: no,
    resumeHealing: no,
    judgeIncident: no,
    promoteModel: no,
    takeBackModel: no,
  };
}

async function send(fetch: ReturnType<typeof makeApi>['fetch'], path: string, init: RequestInit) {
  return fetch(new Request(new URL(path, ORIGIN), init));
}

/** The body of a success, checked by the contract. */
export async function readAnswer<Name extends EndpointName>(
  name: Name,
  response: Promise<Response>,
): Promise<ApiAnswer<Name>> {
  return contractOf(name).answer.parse(await (await response).json());
}

/** The body of a refusal. */
export async function readError(response: Response): Promise<ErrorAnswer['error']> {
  return ErrorAnswer.parse(await response.json()).error;
}
