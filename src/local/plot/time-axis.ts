// The labels of a time axis in UTC and 24 hours: a day where it begins, the time within it, and the year once.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The label of a tick; the first one, and the first of a year, say the year too. */
export function labelTick(tick: Date, index: number): string {
  const [date, time] = tick.toISOString().split('T');
  const day = `${tick.getUTCDate()} ${MONTHS[tick.getUTCMonth()]}`;
  const clock = (time ?? '').slice(0, tick.getUTCSeconds() === 0 ? 5 : 8);
  const isMidnight = tick.getTime() % 86_400_000 === 0;
  const isNewYear = date?.endsWith('01-01') === true && isMidnight;
  if (index === 0 || isNewYear) return `${isMidnight ? '' : `${clock}\n`}${day}\n${tick.getUTCFullYear()}`;
  return isMidnight ? day : clock;
}
