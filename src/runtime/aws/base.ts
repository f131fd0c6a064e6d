// What every function of the loop on AWS is made of: the table, the bus, the stop switch, and the settings that were deployed with it.

import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { eventBridgeBus } from '#adapters/aws/event-bus.ts';
import { ssmStopSwitch } from '#adapters/aws/stop-switch.ts';
import { makeTableStores } from '#adapters/aws/table/stores.ts';
import type { Stopwatch } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { FUNCTION_ENVIRONMENTS, type LoopFunctionName } from '#contracts/environment.ts';
import { Settings } from '#contracts/settings.ts';
import { Instant } from '#domain/ids.ts';
import { requireEnvironment } from '#runtime/environment.ts';
import { fixedSettings, flagsOf } from '#runtime/settings.ts';
import { LAST_RESORT, STRATEGIES } from '#strategies/registry.ts';
import { makeLambdaLog } from './log.ts';
import { meteredClient } from './metering.ts';

/** The clock of the machine: the one place on AWS where time comes in. */
const MACHINE_CLOCK: Clock = { now: () => Instant.parse(Date.now()) };

/** How long things take on it; not the clock, which may be set. */
const MACHINE_STOPWATCH: Stopwatch = { milliseconds: () => performance.now() };

/** The settings that `cdk deploy` has validated and put beside the code: changed and taken back with it. */
function readDeployedSettings(): Settings {
  return Settings.parse(JSON.parse(readFileSync(new URL('./settings.json', import.meta.url), 'utf8')));
}

/** The ports that all functions share, and the environment of this one. */
export function makeBase<Name extends LoopFunctionName>(name: Name) {
  const environment = requireEnvironment(FUNCTION_ENVIRONMENTS[name]);
  const settings = readDeployedSettings();
  const source = fixedSettings(settings);
  const table = {
    client: meteredClient(DynamoDBClient),
    name: environment.FLEETMEDIC_TABLE,
    retention: settings.retention,
  };
  const ports = {
    ...makeTableStores(table, MACHINE_CLOCK),
    clock: MACHINE_CLOCK,
    stopwatch: MACHINE_STOPWATCH,
    log: makeLambdaLog(name),
    settings: source,
    flags: flagsOf(source),
    bus: eventBridgeBus({ client: meteredClient(EventBridgeClient), busName: environment.FLEETMEDIC_BUS }),
    stopSwitch: ssmStopSwitch({
      client: meteredClient(SSMClient),
      parameterName: environment.FLEETMEDIC_STOP_SWITCH,
    }),
    strategies: STRATEGIES,
    lastResort: LAST_RESORT,
  };
  return { environment, ports };
}
