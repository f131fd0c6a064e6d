// Feature flags C17 to C31, once: their names, what they switch, and the sets that the rollout phases turn on.

/** What each flag switches. All are on by default but those that need an outer system. */
export const FLAGS = {
  'self_healing.error_collection': { byDefault: true, switches: 'collecting error events' },
  'self_healing.monitoring': { byDefault: true, switches: 'polling services' },
  'self_healing.error_detection': { byDefault: true, switches: 'judging anomalies' },
  'self_healing.performance_monitoring': { byDefault: true, switches: 'latency and saturation indicators' },
  'self_healing.pattern_analysis': { byDefault: true, switches: 'pattern mining' },
  'self_healing.diagnosis': { byDefault: true, switches: 'diagnosis; without it a person reviews' },
  'self_healing.recovery': {
    byDefault: true,
    switches: 'recoveries; without it incidents are only observed',
  },
  'self_healing.codegen_integration': { byDefault: false, switches: 'the code agent plug' },
  'self_healing.ml_models': { byDefault: true, switches: 'models; without them thresholds judge' },
  'self_healing.advanced_patterns': { byDefault: true, switches: 'advanced patterns' },
  'self_healing.optimization': { byDefault: false, switches: 'optimisation recommendations' },
  'enhanced-monitoring': { byDefault: true, switches: 'phase 1: collection and health' },
  'ml-pipeline': { byDefault: true, switches: 'phase 2: models' },
  'predictive-analytics': { byDefault: true, switches: 'phase 3: prediction' },
  'autonomous-recovery': { byDefault: true, switches: 'phase 4: recovery' },
} as const;

export type FlagName = keyof typeof FLAGS;

/** The flags that a phase carries: with the phase off, so are they. */
export const PHASES: Readonly<Partial<Record<FlagName, readonly FlagName[]>>> = {
  'enhanced-monitoring': [
    'self_healing.error_collection',
    'self_healing.monitoring',
    'self_healing.error_detection',
    'self_healing.performance_monitoring',
  ],
  'ml-pipeline': ['self_healing.ml_models', 'self_healing.pattern_analysis'],
  'predictive-analytics': ['self_healing.advanced_patterns', 'self_healing.optimization'],
  'autonomous-recovery': [
    'self_healing.diagnosis',
    'self_healing.recovery',
    'self_healing.codegen_integration',
  ],
};
