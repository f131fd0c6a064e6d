// What a metric is about, told from its name: recordings of other systems bring names of their own, and a ranking that
// learned names would know one system only.

/** What metrics are about, most telling first: evidence of equal strength is shown in this order. */
export const METRIC_KINDS = [
  'latency',
  'errors',
  'waiting',
  'cpu',
  'memory',
  'traffic',
  'network',
  'host',
  'other',
] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/** Which way a metric moves when it goes wrong. Traffic, network and others may do both. */
export type Harm = 'up' | 'down' | 'both';

interface NamePattern {
  readonly pattern: RegExp;
  readonly kind: MetricKind;
  readonly harm: Harm;
}

/** The first pattern that is found in the name decides. */
const NAME_PATTERNS: readonly NamePattern[] = [
  { pattern: /^(node|host)_?(cpu|mem|net|disk)/i, kind: 'host', harm: 'up' },
  { pattern: /unhealthy|unavailab/i, kind: 'errors', harm: 'up' },
  { pattern: /availab|success|healthy/i, kind: 'errors', harm: 'down' },
  { pattern: /error|fault|fail|5xx|4xx|throttl|reject|drop/i, kind: 'errors', harm: 'up' },
  {
    pattern: /(client|upstream|outgoing|downstream).*(latency|duration|time)/i,
    kind: 'waiting',
    harm: 'up',
  },
  { pattern: /latency|duration|response.?time|elapsed|delay|queue.?age/i, kind: 'latency', harm: 'up' },
  { pattern: /cpu/i, kind: 'cpu', harm: 'up' },
  { pattern: /mem(ory)?(?![a-z])|memory|heap/i, kind: 'memory', harm: 'up' },
  {
    pattern: /workload|request|throughput|\bops\b|qps|rps|invocation|traffic|calls/i,
    kind: 'traffic',
    harm: 'both',
  },
  { pattern: /net(work)?(?![a-z])|network|bytes|syscall|packet/i, kind: 'network', harm: 'both' },
];

/** Kind and direction of harm of a metric; `other` where the name says nothing. */
export function classifyMetric(name: string): { readonly kind: MetricKind; readonly harm: Harm } {
  const found = NAME_PATTERNS.find(({ pattern }) => pattern.test(name));
  return found ? { kind: found.kind, harm: found.harm } : { kind: 'other', harm: 'both' };
}
