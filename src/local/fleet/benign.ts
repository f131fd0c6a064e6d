// Events that look like trouble and are none, or pass before anybody could help: what a healer must leave alone.

import type { BenignKind } from './accident.ts';
import { beginDeployment } from './deployment.ts';
import { scaled } from './faults/deployments.ts';
import type { AccidentModel } from './faults/model.ts';
import { MINUTE_MS, viewOf } from './plant.ts';
import { registerRevision } from './revisions.ts';

/** Demand during an announced event: what the tasks carry, though not idly. */
const EVENT_FACTOR = { mild: 1.15, severe: 1.35 } as const;
const EVENT_RAMP_MS = 15 * MINUTE_MS;
/** Requests of the nightly batch, as a share of the service's peak. */
const BATCH_SHARE = { mild: 0.2, severe: 0.4 } as const;
/** Trouble that passes: share of requests it fails, or how much slower it makes them. */
const PASSING_ERRORS = { mild: 0.05, severe: 0.25 } as const;
const PASSING_SLOWDOWN = { mild: 5, severe: 12 } as const;

/** B1: the monitoring is lost or late, the service is well. */
const telemetryGap: AccidentModel = {
  canStrike: () => true,
  shapes: ['step'],
  minutes: { from: 12, to: 35 },
  exert(plant, { service, salt }) {
    viewOf(plant, service).flow.effects.telemetry = salt < 0.6 ? 'lost' : 'late';
  },
};

/** B2: an event that the calendar announces. */
const marketingEvent: AccidentModel = {
  canStrike: ({ name }) => name === 'web',
  shapes: ['step'],
  minutes: { from: 60, to: 120 },
  exert(plant, { service, strength, onset, endsAt }) {
    const { now } = plant.state;
    const edge = Math.min(1, (now - onset) / EVENT_RAMP_MS, (endsAt - now) / EVENT_RAMP_MS);
    viewOf(plant, service).flow.effects.userFactor *=
      1 + (scaled(EVENT_FACTOR, strength) - 1) * Math.max(0, edge);
  },
};

/** B3: a batch that comes every night. */
const nightlyBatch: AccidentModel = {
  canStrike: ({ pool }) => pool !== undefined,
  shapes: ['step'],
  minutes: { from: 35, to: 36 },
  exert(plant, { service, strength }) {
    const { spec, flow } = viewOf(plant, service);
    flow.effects.extraRequests += spec.peakRequestsPerSecond * scaled(BATCH_SHARE, strength);
  },
};

/** B4: a new version that is merely different: more memory, fewer calls, a little more or less work. */
const levelShift: AccidentModel = {
  canStrike: ({ kind }) => kind === 'http',
  shapes: ['step'],
  minutes: { from: 30, to: 31 },
  begin(plant, { service, salt, strength }) {
    const newest = viewOf(plant, service).state.revisions.at(-1);
    const revision = registerRevision(plant, service, {
      memoryFactor: Math.min(1.35, (newest?.memoryFactor ?? 1) * (1 + 0.25 * strength)),
      callsFactor: Math.max(0.6, (newest?.callsFactor ?? 1) * (1 - 0.2 * salt)),
      cpuFactor: Math.min(1.1, Math.max(0.8, (newest?.cpuFactor ?? 1) * (0.9 + 0.15 * salt))),
    });
    beginDeployment(plant, service, revision, { by: 'owner' });
  },
};

/** B5: one outlier, one lost scrape, or a counter that starts anew. */
const oddPoint: AccidentModel = {
  canStrike: ({ kind }) => kind === 'http',
  shapes: ['step'],
  // A little more than a minute: exactly one minute is published while it lasts.
  minutes: { from: 1.05, to: 1.1 },
  exert(plant, { service, salt }) {
    const variants = ['outlier', 'lost', 'reset'] as const;
    viewOf(plant, service).flow.effects.telemetry = variants[Math.floor(salt * variants.length)] ?? 'outlier';
  },
};

/** B6: real trouble that is over within minutes, whoever does what. */
const passingTrouble: AccidentModel = {
  canStrike: ({ kind }) => kind === 'http',
  shapes: ['step'],
  minutes: { from: 2, to: 6 },
  exert(plant, { service, salt, strength }) {
    const { effects } = viewOf(plant, service).flow;
    if (salt < 0.5) effects.errorShare = Math.max(effects.errorShare, scaled(PASSING_ERRORS, strength));
    if (salt >= 0.5) effects.latencyFactor *= scaled(PASSING_SLOWDOWN, strength);
  },
};

/** One model per kind of benign event. */
export const BENIGN_MODELS: Readonly<Record<BenignKind, AccidentModel>> = {
  B1: telemetryGap,
  B2: marketingEvent,
  B3: nightlyBatch,
  B4: levelShift,
  B5: oddPoint,
  B6: passingTrouble,
};
