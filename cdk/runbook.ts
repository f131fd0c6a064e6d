// The sections of docs/runbook.md, one for each alarm: no alarm without a section, and no section without an alarm.

export const RUNBOOK_SECTIONS = [
  'heartbeat-missing',
  'scoring-fails',
  'polls-late',
  'polls-lost',
  'models-missing',
  'models-slow',
  'events-lost',
  'function-fails',
  'recoveries-fail',
  'recoveries-time-out',
  'table-throttled',
  'clicks-fail',
  'stop-switch-moved',
] as const;

export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];

/** How urgent an alarm is: `critical` calls people at once, `warning` waits for working hours. */
export type AlarmSeverity = 'critical' | 'warning';
