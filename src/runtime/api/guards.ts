// What stands before every endpoint: the right host, a known caller, the rate limit, and for changes proof that they were
// meant. In this order, so that a stranger learns nothing and costs little.

import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { ApiDeps } from '#runtime/api/deps.ts';
import { answerProblem } from '#runtime/api/problem.ts';
import type { RateLimiter } from '#runtime/api/rate-limit.ts';
import { type Caller, identify, isFromConsole } from '#runtime/api/session.ts';

/** What the guards leave for the handlers. */
export type ApiEnv = { Variables: { caller: Caller } };

/** Far more than the longest reason; there is nothing larger to send. */
const BODY_BYTES = 16_384;
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;

/** The console runs nothing but its own files; nobody may frame it. Icons and fonts of its components are data. */
export const securityHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    // Charts and tables of the component library place their parts by style attributes.
    styleSrc: ["'self'", "'unsafe-inline'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
});

/** Refuses names that do not belong to this server: a foreign page could have had its own name point here. */
export function requireHost(allowedHosts: readonly string[] = LOOPBACK_HOSTS): MiddlewareHandler {
  return async (context, next) => {
    const host = new URL(context.req.url).hostname;
    if (allowedHosts.includes(host)) return next();
    return answerProblem(context, {
      code: 'wrong-host',
      message: `This server does not answer to ${host}`,
      remedy: `Use ${allowedHosts.join(' or ')}`,
    });
  };
}

/** Counts the request, then demands a known caller; strangers share one bucket. */
export function requireCaller(deps: ApiDeps, limiter: RateLimiter): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const caller = identify(context, deps.operator);
    const { rateLimits } = await deps.settings.current();
    const rate = { count: rateLimits.requestsPerMinute, perSeconds: SECONDS_PER_MINUTE };
    const waitSeconds = limiter.take(`requests of ${caller?.principal ?? 'strangers'}`, rate);
    if (waitSeconds > 0) return answerTooMany(context, waitSeconds);
    if (!caller) {
      return answerProblem(context, {
        code: 'not-authenticated',
        message: 'The request carries no known token or session',
        remedy:
          'Send "Authorization: Bearer <token>", or open the console by the link that was printed at start',
      });
    }
    context.set('caller', caller);
    return next();
  };
}

/** Manual triggers have a limit of their own. */
export function limitTriggers(deps: ApiDeps, limiter: RateLimiter): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const { rateLimits } = await deps.settings.current();
    const rate = { count: rateLimits.triggersPerHour, perSeconds: SECONDS_PER_HOUR };
    const waitSeconds = limiter.take(`triggers of ${context.get('caller').principal}`, rate);
    return waitSeconds > 0 ? answerTooMany(context, waitSeconds) : next();
  };
}

/** A change must be meant: asked for by a program with its token or by the console itself, and in JSON. */
export const requireIntent: MiddlewareHandler<ApiEnv> = async (context, next) => {
  if (context.req.method !== 'POST') return next();
  if (context.get('caller').isBrowser && !isFromConsole(context)) {
    return answerProblem(context, {
      code: 'cross-site',
      message: 'The change was not asked for by the console',
      remedy: 'Use the console itself, or send the token in an Authorization header',
    });
  }
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return next();
  return answerProblem(context, {
    code: 'not-json',
    message: `The body is ${type ?? 'of no type'}`,
    remedy: 'Send JSON with "Content-Type: application/json"',
  });
};

/** Bodies are short. */
export const limitBody: MiddlewareHandler = bodyLimit({
  maxSize: BODY_BYTES,
  onError: (context) =>
    answerProblem(context, { code: 'body-too-large', message: `The body is over ${BODY_BYTES} bytes` }),
});

function answerTooMany(context: Context, waitSeconds: number): Response {
  context.header('Retry-After', String(waitSeconds));
  return answerProblem(context, {
    code: 'too-many-requests',
    message: 'The rate limit is used up',
    remedy: `Wait ${waitSeconds} s, or raise rateLimits in fleetmedic.yaml`,
  });
}
