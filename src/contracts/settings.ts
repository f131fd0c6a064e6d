// fleetmedic.yaml: the one validated document of all settings (C1 to C32). Defaults stand here and in the domain's part
// schemas; a key that is not known is refused. `parseSettings` in settings-document.ts reads the text.

import * as z from 'zod/mini';
import { FLAGS, type FlagName } from '#contracts/flags.ts';
import { ApprovalSettings } from '#domain/approval/settings.ts';
import { OwnRule } from '#domain/detection/own-rule.ts';
import { DetectionSettings } from '#domain/detection/settings.ts';
import { GuardrailSettings } from '#domain/guardrail/settings.ts';
import { Mode } from '#domain/mode/mode.ts';
import { PollSettings } from '#domain/poll/settings.ts';
import { CalendarEntry, Service } from '#domain/service/service.ts';
import { RecoverySettings } from '#domain/verification/settings.ts';

const share = (byDefault: number) => z._default(z.number().check(z.minimum(0), z.maximum(1)), byDefault);
const count = (byDefault: number, minimum: number, maximum: number) =>
  z._default(z.int().check(z.minimum(minimum), z.maximum(maximum)), byDefault);

const flagSchemas = Object.fromEntries(
  Object.entries(FLAGS).map(([name, { byDefault }]) => [name, z._default(z.boolean(), byDefault)]),
) as Record<FlagName, z.ZodMiniDefault<z.ZodMiniBoolean>>;

/** C4: an optional Elasticsearch sink; CloudWatch Logs otherwise. */
const LogSink = z.strictObject({
  elasticsearchEnabled: z._default(z.boolean(), false),
  elasticsearchUrl: z.optional(z.url()),
});

/** C5 to C7. */
const Optimization = z.strictObject({
  analysisWindowHours: count(24, 1, 168),
  threshold: share(0.15),
  autoApply: z._default(z.boolean(), false),
});

/** C8 and C9. */
const Prediction = z.strictObject({
  failureProbability: share(0.7),
  windowMinutes: z.prefault(z.strictObject({ from: count(5, 1, 60), to: count(30, 5, 240) }), {}),
});

const Learning = z.strictObject({
  /** C11: new samples that make a retraining worth while; checked hourly. */
  retrainAfterSamples: count(1000, 10, 1_000_000),
  /** A training that is due is begun without a person, where one was deployed or started for it. */
  autoRetrain: z._default(z.boolean(), false),
  /** A challenger that has won is promoted without a person; otherwise it is only said that it has won. */
  autoPromote: z._default(z.boolean(), false),
});

/** C14. */
const Ingest = z.strictObject({ batchSize: count(100, 50, 100) });

/** C15: days that each kind of data is kept. */
const Retention = z.strictObject({
  healthDays: count(7, 1, 455),
  anomalyDays: count(90, 1, 455),
  changeDays: count(30, 1, 455),
  incidentDays: count(455, 30, 3650),
  auditDays: count(2555, 365, 3650),
});

/** C16: requests of one principal to the API, and manual triggers among them. */
const RateLimits = z.strictObject({
  requestsPerMinute: count(600, 10, 100_000),
  triggersPerHour: count(10, 1, 1000),
});

export const Settings = z.strictObject({
  version: z.literal(1),
  mode: z._default(Mode, 'observe'),
  services: z.array(Service).check(z.minLength(1)),
  calendar: z._default(z.array(CalendarEntry), []),
  polling: z.prefault(PollSettings, {}),
  detection: z.prefault(DetectionSettings, {}),
  /** M49: what the owners of services hold to be wrong, whatever is usual. */
  rules: z._default(z.array(OwnRule), []),
  guardrails: z.prefault(GuardrailSettings, {}),
  approvals: z.prefault(ApprovalSettings, {}),
  recovery: z.prefault(RecoverySettings, {}),
  prediction: z.prefault(Prediction, {}),
  optimization: z.prefault(Optimization, {}),
  learning: z.prefault(Learning, {}),
  ingest: z.prefault(Ingest, {}),
  retention: z.prefault(Retention, {}),
  rateLimits: z.prefault(RateLimits, {}),
  logSink: z.prefault(LogSink, {}),
  flags: z.prefault(z.strictObject(flagSchemas), {}),
});
export type Settings = z.infer<typeof Settings>;
