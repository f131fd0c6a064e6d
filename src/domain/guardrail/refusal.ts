// Why a candidate may not be carried out. Typed, so that every refusal can be counted, tested and explained.

import * as z from 'zod/mini';

export const GuardrailName = z.enum([
  'mode',
  'untagged',
  'denied',
  'freeze',
  'foreign-controller',
  'deployment-in-progress',
  'stale-data',
  'fallback-detection',
  'cooldown',
  'unhealthy-share',
  'capacity-floor',
  'blast-radius',
  'storm',
  'attempts-used',
]);
export type GuardrailName = z.infer<typeof GuardrailName>;

export const GuardrailRefusal = z.readonly(z.object({ guardrail: GuardrailName, detail: z.string() }));
export type GuardrailRefusal = z.infer<typeof GuardrailRefusal>;
