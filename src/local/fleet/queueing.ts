// Waiting for a processor: statistics below saturation, an integrated backlog above it.

/** Squared coefficients of variation of arrivals (bursty) and of service times (mixed requests). */
const ARRIVAL_VARIATION = 1.4;
const SERVICE_VARIATION = 1.2;
/** The steady-state formula diverges at 1; from here on the backlog tells the wait. */
const STATISTICAL_LIMIT = 0.97;

/**
 * Mean seconds that a request waits in a GI/G/m queue: (Ca²+Cs²)/2 x rho^(sqrt(2(m+1))-1) / (m (1-rho)) x service time.
 * Sakasegawa, "An approximation formula Lq ~ a rho^b / (1-rho)", Ann. Inst. Statist. Math. 29 (1977).
 */
export function waitSeconds(utilization: number, servers: number, serviceSeconds: number): number {
  if (servers <= 0) return 0;
  const rho = Math.min(Math.max(utilization, 0), STATISTICAL_LIMIT);
  const crowding = rho ** (Math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - rho));
  return ((ARRIVAL_VARIATION + SERVICE_VARIATION) / 2) * crowding * serviceSeconds;
}

/** What became of the requests of one step. */
export interface BacklogStep {
  /** Requests waiting at the end of the step. */
  backlog: number;
  /** Requests per second that were worked on. */
  processed: number;
  /** Requests per second that found the queue full. */
  rejected: number;
  /** Mean wait in the backlog, in seconds. */
  seconds: number;
}

export interface BacklogInput {
  readonly backlog: number;
  /** Requests per second that arrive, and that can be worked on at most. */
  readonly arrivals: number;
  readonly capacity: number;
  /** Longest queue that is kept, in seconds of work; what comes beyond is refused. */
  readonly queueSeconds: number;
  readonly stepSeconds: number;
}

/**
 * Integrates the backlog over one step into `result`. Requests are conserved:
 * arrivals = processed + rejected + growth of the backlog.
 */
export function integrateBacklog(input: BacklogInput, result: BacklogStep): void {
  const { backlog, arrivals, capacity, queueSeconds, stepSeconds } = input;
  const wanted = backlog + arrivals * stepSeconds;
  const left = Math.max(0, wanted - capacity * stepSeconds);
  const kept = Math.min(left, capacity * queueSeconds);
  const overflow = left - kept;
  // What was accepted before but finds no place any more (lost tasks) is refused as well.
  result.backlog = kept;
  result.rejected = overflow / stepSeconds;
  result.processed = (wanted - left) / stepSeconds;
  result.seconds = capacity > 0 ? Math.min((backlog + kept) / 2 / capacity, queueSeconds) : 0;
}
