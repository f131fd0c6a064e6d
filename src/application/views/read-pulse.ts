// "Is the healer itself well": its last tick, its data, its model, its stop switch and mode, and what it is doing now.

import type { ModelRegistry } from '#application/ports/learning.ts';
import type { PulseStore, SettingsSource, StopSwitch } from '#application/ports/operations.ts';
import type { BudgetStore } from '#application/ports/recovery.ts';
import { type ListServicesDeps, listServices } from '#application/views/list-services.ts';
import type { ModeAnswer, PulseAnswer, StopAnswer } from '#contracts/api/healer-views.ts';
import type { ServiceOverview } from '#contracts/api/service-views.ts';
import type { Settings } from '#contracts/settings.ts';
import type { RecoveryBudget } from '#domain/budget/budget.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';
import { resolveMode } from '#domain/mode/mode.ts';
import { consequenceOfDrift } from '#domain/model/model-names.ts';
import { isInForce } from '#domain/service/calendar.ts';
import type { StopSwitchState } from '#domain/switch/stop-switch.ts';

export interface ReadPulseDeps extends ListServicesDeps {
  readonly pulse: PulseStore;
  readonly budget: BudgetStore;
  readonly models: ModelRegistry;
  readonly stopSwitch: StopSwitch;
  /** Messages that could not be processed; absent where nobody counts them. */
  readonly deadLetters?: DeadLetters;
}

export interface DeadLetters {
  count(): Promise<number>;
}

/** The loop ticks once a minute: three missed ticks are no delay of the scheduler any more. */
const LATE_TICK_SECONDS = 180;

/** The healer's own state of health (M168). */
export async function readPulse(deps: ReadPulseDeps): Promise<PulseAnswer> {
  const { now, services } = await listServices(deps);
  const [settings, stop, beat, model, budget, deadLetters] = await Promise.all([
    deps.settings.current(),
    readStopSwitch(deps.stopSwitch, now),
    deps.pulse.latest(),
    modelHealth(deps),
    deps.budget.find(),
    deps.deadLetters?.count(),
  ]);
  const facts = {
    now,
    stop,
    model,
    staleServices: services.filter(({ isStale }) => isStale).map(({ serviceId }) => serviceId),
    ...(beat && { lastTickAt: beat.lastTickAt, tickAgeSeconds: secondsBetween(beat.lastTickAt, now) }),
    ...(deadLetters !== undefined && { deadLetters }),
  };
  return {
    ...facts,
    ...judgePulse(facts),
    ...dataAge(services, now),
    mode: settings.mode,
    freezes: freezesInForce(settings, now),
    serviceCount: services.length,
    activeRecoveries: activeRecoveries(budget, now),
    maxRecoveries: settings.guardrails.maxConcurrentRecoveries,
  };
}

async function modelHealth({ pulse, models }: ReadPulseDeps): Promise<PulseAnswer['model']> {
  const [status, registered] = await Promise.all([pulse.latestModel(), models.list()]);
  const drifted = registered.filter(({ drift }) => drift?.grade === 'drifted').map(({ name }) => name);
  const { isUsable = false, name, inferenceMs } = status ?? {};
  return { isUsable, ...(name && { name }), ...(inferenceMs !== undefined && { inferenceMs }), drifted };
}

/** The modes in force, before strategies narrow them further. */
export async function readMode(deps: {
  readonly clock: ListServicesDeps['clock'];
  readonly settings: SettingsSource;
}): Promise<ModeAnswer> {
  const now = deps.clock.now();
  const settings = await deps.settings.current();
  return {
    now,
    mode: settings.mode,
    freezes: freezesInForce(settings, now),
    services: settings.services.map(({ id, mode, strategies }) => ({
      serviceId: id,
      mode: resolveMode([settings.mode, mode]),
      strategies,
    })),
  };
}

/** The stop switch as it stands. */
export async function readStop(deps: Pick<ReadPulseDeps, 'clock' | 'stopSwitch'>): Promise<StopAnswer> {
  const now = deps.clock.now();
  return { now, stop: await readStopSwitch(deps.stopSwitch, now) };
}

/** A switch that cannot be read is an engaged one, as for every act (I2). */
async function readStopSwitch(stopSwitch: StopSwitch, now: Instant): Promise<StopSwitchState> {
  const unreadable = { isEngaged: true, by: 'fleetmedic', reason: 'The stop switch cannot be read', at: now };
  return stopSwitch.read().catch(() => unreadable);
}

/** Recoveries that hold a slot, and so may act. */
function activeRecoveries({ slots }: RecoveryBudget, now: Instant): PulseAnswer['activeRecoveries'] {
  const active = slots.filter(({ expiresAt }) => expiresAt > now);
  return active.map(({ executionId, serviceId }) => ({ executionId, serviceId }));
}

function judgePulse(
  facts: Pick<PulseAnswer, 'stop' | 'model' | 'staleServices' | 'tickAgeSeconds' | 'deadLetters'>,
): Pick<PulseAnswer, 'state' | 'summary'> {
  const { stop, model, staleServices, tickAgeSeconds, deadLetters = 0 } = facts;
  if (stop.isEngaged) return { state: 'stopped', summary: `Stopped by ${stop.by}: ${stop.reason}` };
  if (tickAgeSeconds === undefined) return { state: 'starting', summary: 'It has not ticked yet' };
  const troubles = [
    ...(tickAgeSeconds > LATE_TICK_SECONDS ? [`the last tick was ${Math.round(tickAgeSeconds)} s ago`] : []),
    ...(model.isUsable ? [] : ['the model cannot be used, thresholds judge alone']),
    ...model.drifted.map((name) => `${name} has drifted, so ${consequenceOfDrift(name)}`),
    ...(staleServices.length > 0 ? [`no current data of ${staleServices.join(', ')}`] : []),
    ...(deadLetters > 0 ? [`${deadLetters} messages could not be processed`] : []),
  ];
  if (troubles.length > 0) return { state: 'impaired', summary: `Not quite well: ${troubles.join('; ')}` };
  return { state: 'well', summary: 'It ticks, its data is current and its model judges' };
}

/** Of the service that is furthest behind. */
function dataAge(services: readonly ServiceOverview[], now: Instant): Pick<PulseAnswer, 'dataAgeSeconds'> {
  const ages = services.flatMap(({ dataAt }) => (dataAt === undefined ? [] : secondsBetween(dataAt, now)));
  return ages.length === 0 ? {} : { dataAgeSeconds: Math.max(...ages) };
}

/** The names of all freezes now: of everything, and of single services. */
function freezesInForce({ calendar, services }: Settings, now: Instant): string[] {
  const entries = [
    ...calendar.map((entry) => ({ entry, label: entry.name })),
    ...services.flatMap(({ id, calendar: own }) =>
      own.map((entry) => ({ entry, label: `${entry.name} (${id})` })),
    ),
  ];
  return entries
    .filter(({ entry }) => entry.kind === 'freeze' && isInForce(entry, now))
    .map(({ label }) => label);
}
