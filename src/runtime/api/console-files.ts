// Serves the built console and opens its session. The files are the same for everybody and hold no data; what they show
// comes from the API, which asks for the session.

import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { LocalOperator } from '#runtime/api/deps.ts';
import type { ApiEnv } from '#runtime/api/guards.ts';
import { answerProblem } from '#runtime/api/problem.ts';
import { openSession } from '#runtime/api/session.ts';

/** Built assets have a hash of their content in their names, so they may be kept for ever. */
const KEEP = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Adds the console's files, and the entrance with `?token=`, to the app. */
export function serveConsole(app: Hono<ApiEnv>, folder: string, operator: LocalOperator): void {
  app.use('*', enterWithToken(operator));
  app.use('*', async (context, next) => {
    await next();
    if (context.res.ok) context.header('Cache-Control', cacheRule(context));
  });
  app.get('*', serveStatic({ root: folder }));
}

/** Turns the token in the address into a session and sends the browser on to the same page without it. */
function enterWithToken(operator: LocalOperator): MiddlewareHandler {
  return async (context, next) => {
    const token = context.req.query('token');
    if (token === undefined || context.req.path.startsWith('/v1/')) return next();
    if (!openSession(context, token, operator)) {
      return answerProblem(context, {
        code: 'not-authenticated',
        message: 'This link is not valid',
        remedy: 'Open the one that was printed at the last start',
      });
    }
    context.header('Cache-Control', 'no-store');
    return context.redirect(context.req.path, 303);
  };
}

function cacheRule(context: Context): string {
  if (context.req.path.startsWith('/v1/')) return 'no-store';
  return context.req.path.startsWith('/assets/') ? KEEP : ASK_AGAIN;
}
