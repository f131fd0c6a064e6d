// The time of the fleet, which may be simulated and run fast: learned from the answers of the API and carried on between
// them, so that ages and countdowns move.

import { useEffect, useState } from 'react';

/** Rates are measured over at least this long: answers that overtake each other would give nonsense. */
const LEAST_SPAN_MS = 2000;
/** Without news the clock stops, so that old data cannot look as if it were being watched. */
const CARRY_ON_MS = 20_000;
const TICK_MS = 1000;

interface Sighting {
  readonly fleet: number;
  readonly real: number;
}

let first: Sighting | undefined;
let latest: Sighting = { fleet: Date.now(), real: Date.now() };
let rate = 1;

/** Takes in what time the API says it is. */
export function observeNow(fleet: number): void {
  const real = Date.now();
  if (first === undefined || fleet < latest.fleet) first = { fleet, real };
  const span = real - first.real;
  if (span >= LEAST_SPAN_MS) {
    rate = Math.max(0, (fleet - first.fleet) / span);
    first = { fleet, real };
  }
  latest = { fleet, real };
}

/** The fleet's time now, as far as it is known. */
export function fleetNow(): number {
  const elapsed = Math.min(Date.now() - latest.real, CARRY_ON_MS);
  return latest.fleet + elapsed * rate;
}

/** How much faster than real time the fleet lives; 1 for a real one. */
export function fleetRate(): number {
  return rate;
}

/** The fleet's time, anew every second. */
export function useNow(): number {
  const [now, setNow] = useState(fleetNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(fleetNow()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
