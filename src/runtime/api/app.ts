// The HTTP API: guards, then one use case per endpoint, then the shape of the answer. The same app serves the local
// runtime and, behind API Gateway, the account it is deployed in.

import { type Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import { ENDPOINTS, type Endpoint, type EndpointName } from '#contracts/api/endpoints.ts';
import type { AuditEntry } from '#domain/audit/audit.ts';
import type { Result } from '#domain/result.ts';
import { serveConsole } from '#runtime/api/console-files.ts';
import type { ApiDeps } from '#runtime/api/deps.ts';
import {
  type ApiEnv,
  limitBody,
  limitTriggers,
  requireCaller,
  requireHost,
  requireIntent,
  securityHeaders,
} from '#runtime/api/guards.ts';
import { type LiveEvents, makeLiveEvents } from '#runtime/api/live-events.ts';
import { answerProblem, type Problem, problem, problemOf } from '#runtime/api/problem.ts';
import { makeRateLimiter } from '#runtime/api/rate-limit.ts';
import { AUDIT_ROUTE, JSON_ROUTES, type JsonRoute } from '#runtime/api/routes.ts';

export interface Api {
  /** Answers a request; hand it to a server, or call it in a test. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Ends the event streams, so that a server can close. */
  close(): void;
}

/** Below the time-out of common proxies (60 s), and soon enough to see that a connection is dead. */
const HEARTBEAT_SECONDS = 15;
/** Entries read at a time while the audit log is exported. */
const EXPORT_PAGE = 200;

/** Builds the API over its stores and commands. */
export function makeApi(deps: ApiDeps): Api {
  const live = makeLiveEvents({
    feed: deps.feed,
    clock: deps.clock,
    heartbeatSeconds: deps.heartbeatSeconds ?? HEARTBEAT_SECONDS,
  });
  const app = new Hono<ApiEnv>();
  app.use('*', securityHeaders, requireHost(deps.allowedHosts));
  addGuards(app, deps);
  for (const route of JSON_ROUTES) addJsonRoute(app, route, { deps, live });
  addAuditRoute(app, { deps, live });
  app.get(ENDPOINTS.events.path, (context) => live.stream(context));
  app.all('/v1/*', answerUnknown);
  if (deps.consoleFolder !== undefined) serveConsole(app, deps.consoleFolder, deps.operator);
  app.notFound(answerUnknown);
  app.onError((error, context) => {
    deps.log.record('request-failed', { path: context.req.path, reason: String(error) });
    return answerProblem(context, problemOf(error));
  });
  return { fetch: (request) => app.fetch(request), close: () => live.close() };
}

interface Surroundings {
  readonly deps: ApiDeps;
  readonly live: LiveEvents;
}

function addGuards(app: Hono<ApiEnv>, deps: ApiDeps): void {
  const limiter = makeRateLimiter(deps.wallClock);
  app.use('/v1/*', requireCaller(deps, limiter), requireIntent, limitBody, async (context, next) => {
    context.header('Cache-Control', 'no-store');
    await next();
  });
  app.use(patternOf(ENDPOINTS.triggerHeal), limitTriggers(deps, limiter));
}

function addJsonRoute(app: Hono<ApiEnv>, route: JsonRoute, { deps, live }: Surroundings): void {
  const endpoint = ENDPOINTS[route.name];
  app.on(endpoint.method, patternOf(endpoint), async (context) => {
    const input = await readInput(context, endpoint);
    if (!input.ok) return answerProblem(context, input.refusal);
    const call = { deps, by: context.get('caller').principal, tell: live.publish };
    const result = await route.answer(call, input.value);
    return result.ok ? context.json(result.value as object) : answerProblem(context, result.refusal);
  });
}

/** With `format=ndjson` everything from `from` on is streamed, one entry a line; otherwise one page. */
function addAuditRoute(app: Hono<ApiEnv>, surroundings: Surroundings): void {
  const { path } = ENDPOINTS.readAudit;
  app.get(path, async (context, next) => {
    if (context.req.query('format') !== 'ndjson') return next();
    context.header('Content-Type', 'application/x-ndjson');
    context.header('Content-Disposition', 'attachment; filename="fleetmedic-audit.ndjson"');
    return stream(context, async (out) => {
      for await (const entry of auditFrom(surroundings.deps, 1)) await out.writeln(JSON.stringify(entry));
    });
  });
  addJsonRoute(app, AUDIT_ROUTE, surroundings);
}

async function* auditFrom({ audit }: ApiDeps, start: number): AsyncGenerator<AuditEntry> {
  let from = start;
  for (;;) {
    const page = await audit.read(from, EXPORT_PAGE);
    yield* page;
    from += page.length;
    if (page.length < EXPORT_PAGE) return;
  }
}

/** Path parameters, with the query of a GET or the body of a POST, as one object; parameters win. */
async function readInput(
  context: Context<ApiEnv>,
  { method }: Endpoint,
): Promise<Result<Record<string, unknown>, Problem>> {
  const parameters = context.req.param() as Record<string, string>;
  if (method === 'GET') return { ok: true, value: { ...context.req.query(), ...parameters } };
  try {
    const body: unknown = JSON.parse(await context.req.text());
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
      return { ok: true, value: { ...body, ...parameters } };
    }
  } catch {
    // Said below: whether it is no JSON or no object makes no difference to the caller.
  }
  return problem('invalid-request', 'body: it is not a JSON object', 'Send {} when there is nothing to say');
}

/** 405 for a path that knows other methods, 404 otherwise. */
function answerUnknown(context: Context): Response {
  const allowed = methodsAt(context.req.path);
  if (allowed.length === 0) {
    return answerProblem(context, {
      code: 'unknown-route',
      message: `There is nothing at ${context.req.path}`,
      remedy: 'See docs/openapi.json; the console is built by `npm run build:console`',
    });
  }
  context.header('Allow', allowed.join(', '));
  return answerProblem(context, {
    code: 'wrong-method',
    message: `${context.req.path} does not know ${context.req.method}`,
    remedy: `Use ${allowed.join(' or ')}`,
  });
}

function methodsAt(path: string): readonly string[] {
  const names = Object.keys(ENDPOINTS) as EndpointName[];
  return names.flatMap((name) => {
    const endpoint: Endpoint = ENDPOINTS[name];
    const pattern = new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return pattern.test(path) ? endpoint.method : [];
  });
}

/** `/v1/services/{serviceId}` as hono writes it. */
function patternOf({ path }: Endpoint): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
