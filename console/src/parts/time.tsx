// Moments and ages: UTC in sight, the reader's own time beside it or on hover, ages by the fleet's clock.

import { useNow } from '../clock.ts';
import { formatLocal, formatSeconds, formatUtc } from '../format.ts';

/** A moment in UTC; the local time is its title. */
export function Time({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={`${formatLocal(at)} your time`}>
      {formatUtc(at)}
    </time>
  );
}

/** How long ago, moving. */
export function Ago({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={`${formatUtc(at)}, ${formatLocal(at)} your time`}>
      {formatSeconds((now - at) / 1000)} ago
    </time>
  );
}
