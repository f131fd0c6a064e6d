// The features of one moment of one metric and its limit, in the order the failure model reads them. The list is frozen:
// its hash stands in the model's manifest.

/** Names in order. "Room" is the way to the limit in units of the usual way (limit minus the median of the last day). */
export const FAILURE_FEATURE_NAMES = [
  // Where the metric stands, and how fast it moves.
  'room-in-steps-day',
  'room-in-steps-hour',
  'place-in-week',
  'room-week-90',
  'room-max-3h',
  'room-max-6h',
  'room-max-12h',
  'room-max-24h',
  'room-mean-15m',
  'room-mean-1h',
  'deviation-1h',
  'deviation-24h',
  'change-30m',
  'roughness',
  // How often, how long and how regularly it was above the limit.
  'since-above',
  'since-crossing',
  'crossings-3h',
  'crossings-24h',
  'crossings-a-day',
  'above-3h',
  'above-24h',
  'above-ever',
  'interval-left',
  'interval-spread',
  'interval-usual',
  // How often a crossing followed within half an hour when things were as now.
  'rate-time-of-day',
  'rate-time-of-day-next',
  'rate-room',
  'rate-since-above',
  'rate-minute-of-hour',
  // What came next at the same time of earlier days.
  'day-1-room',
  'day-7-room',
  'days-least-room',
  'days-most-room',
  'days-crossed',
  'days-crossed-wide',
  'days-nearest-crossing',
  'day-1-next-crossing',
  'days-rise',
  'days-largest-rise',
  'room-after-rise',
  // What came next at the same minute of earlier hours.
  'hours-crossed',
  'hours-least-room',
  'hours-low-room',
  'hour-2-room',
] as const;

/** How many there are. */
export const FAILURE_FEATURE_COUNT = FAILURE_FEATURE_NAMES.length;
