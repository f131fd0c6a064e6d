// One line of an error log: its level, and its text without what differs from case to case, so that lines of one kind
// are one kind.

import type { ErrorClass, ErrorSeverity } from '#domain/error-class/error-class.ts';
import type { Instant } from '#domain/ids.ts';

/** A line as a service wrote it. */
export interface LoggedLine {
  readonly at: Instant;
  readonly message: string;
}

/** What levels are called by common loggers, as severities. */
const LEVELS: readonly { readonly pattern: RegExp; readonly severity: ErrorSeverity }[] = [
  { pattern: /\b(fatal|panic|emerg(ency)?)\b/i, severity: 'fatal' },
  { pattern: /\b(critical|crit|alert)\b/i, severity: 'critical' },
  { pattern: /\b(error|err|severe)\b/i, severity: 'error' },
  { pattern: /\b(warn(ing)?)\b/i, severity: 'warning' },
  { pattern: /\b(info|debug|trace|notice|verbose)\b/i, severity: 'info' },
];
/** A level stands at the beginning of a line, after a time and a bracket at most. */
const HEAD_LENGTH = 48;
/** Longer text is a stack trace; its first line says what it is. */
const MASKED_LENGTH = 160;
/** A text without a level in which somebody complains all the same. */
const COMPLAINT = /exception|error|fail|refused|timed? ?out|denied|panic|fatal/i;
/** From this sure a text is believed to tell of something worse than its level. */
const SURE = 0.6;

/** What is read of a line; the fields of structured logs are taken from where common loggers put them. */
export interface ErrorLine {
  /** Masked: the kind of error that it is. */
  readonly message: string;
  /** Absent where the line names none. */
  readonly level?: ErrorSeverity;
}

/** The error that a line tells of; undefined for one that tells of none. */
export function readErrorLine(text: string): ErrorLine | undefined {
  const { message, level: named } = readFields(text);
  const level = named ?? levelIn(message.slice(0, HEAD_LENGTH));
  if (level === 'info' || (level === undefined && !COMPLAINT.test(message))) return undefined;
  return { message: maskMessage(message), ...(level && { level }) };
}

/** A line of JSON has its parts under names that loggers agree on; any other line is its own message. */
function readFields(text: string): { readonly message: string; readonly level?: ErrorSeverity } {
  const fields = parseObject(text);
  if (!fields) return { message: text };
  const pick = (...names: readonly string[]) =>
    names.map((name) => fields[name]).find((value) => typeof value === 'string');
  const level = levelIn(String(pick('level', 'severity', 'levelname', 'log.level') ?? ''));
  return { message: String(pick('message', 'msg', 'error', 'err') ?? text), ...(level && { level }) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const fields: Readonly<Record<string, unknown>> = JSON.parse(text);
    return fields;
  } catch {
    return undefined;
  }
}

/** The level that comes first. */
function levelIn(text: string): ErrorSeverity | undefined {
  const found = LEVELS.map(({ pattern, severity }) => ({ severity, place: text.search(pattern) }));
  return found.filter(({ place }) => place >= 0).toSorted((a, b) => a.place - b.place)[0]?.severity;
}

/** The text with what differs from case to case masked: times, ids, addresses, numbers; a status of HTTP says what it is. */
export function maskMessage(message: string): string {
  const [firstLine = ''] = message.split('\n', 1);
  return firstLine
    .replace(/\d{4}-\d{2}-\d{2}[T ][\d:.,]+(Z|[+-]\d{2}:?\d{2})?/g, '')
    .replace(/\b\S+@\S+\.\S+\b/g, '<address>')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{20,}|\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '<id>')
    .replace(/\b(?!(?:4\d\d|5\d\d)\b)\d+(\.\d+)*/g, '<n>')
    .replace(/([a-z])\d+/gi, '$1<n>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MASKED_LENGTH);
}

/**
 * How bad it is. The level decides where there is one, for severity can hardly be told from text alone; but a text that
 * surely tells of an end (fatal, critical) makes an error one step worse. Without either an error is an error.
 */
export function judgeSeverity(
  level: ErrorSeverity | undefined,
  told: Pick<ErrorClass, 'severity' | 'severityConfidence'> | undefined,
): ErrorSeverity {
  const sure = told !== undefined && told.severityConfidence >= SURE ? told.severity : undefined;
  if (level === undefined) return sure ?? 'error';
  return level === 'error' && (sure === 'fatal' || sure === 'critical') ? 'critical' : level;
}
