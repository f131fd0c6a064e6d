// Who calls: a bearer token for programs, and for the console a cookie that is set once, when it is opened with the token
// in its address. The cookie is derived from the token, so that it is worth nothing elsewhere.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { CONSOLE_HEADER } from '#contracts/api/endpoints.ts';
import type { LocalOperator } from '#runtime/api/deps.ts';

const COOKIE = 'fleetmedic-session';
/** A shift and the hand-over after it. */
const SESSION_SECONDS = 12 * 3600;

export interface Caller {
  readonly principal: string;
  /** A browser sends its cookie by itself, so changes need proof that the console asked for them. */
  readonly isBrowser: boolean;
}

/** The caller, or undefined when neither token nor session is known. A header wins over a cookie. */
export function identify(context: Context, { token, principal }: LocalOperator): Caller | undefined {
  const header = context.req.header('authorization');
  if (header !== undefined) {
    return isSame(header, `Bearer ${token}`) ? { principal, isBrowser: false } : undefined;
  }
  const cookie = getCookie(context, COOKIE);
  if (cookie === undefined || !isSame(cookie, sessionOf(token))) return undefined;
  return { principal, isBrowser: true };
}

/** Opens the session when the address carries the right token; false when it is a wrong one. */
export function openSession(context: Context, given: string, { token }: LocalOperator): boolean {
  if (!isSame(given, token)) return false;
  setCookie(context, COOKIE, sessionOf(token), {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    maxAge: SESSION_SECONDS,
    secure: new URL(context.req.url).protocol === 'https:',
  });
  return true;
}

/** Whether a change asked for by a browser comes from the console itself, not from another site. */
export function isFromConsole(context: Context): boolean {
  const site = context.req.header('sec-fetch-site') ?? 'same-origin';
  return context.req.header(CONSOLE_HEADER) !== undefined && site === 'same-origin';
}

function sessionOf(token: string): string {
  return createHash('sha256').update(`fleetmedic console session of ${token}`).digest('hex');
}

/** Takes the same time wherever the two differ, and whatever their lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
