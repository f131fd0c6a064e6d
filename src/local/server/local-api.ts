// The API of a loop in this process, for the one operator who holds the token: over a simulated fleet as over an account.

import { fileURLToPath } from 'node:url';
import { answerApproval } from '#application/answer-approval.ts';
import { judgeIncident } from '#application/judge-incident.ts';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { requestRecovery } from '#application/request-recovery.ts';
import { resumeHealing, stopHealing } from '#application/stop-healing.ts';
import type { Loop } from '#local/loop.ts';
import type { WallClock } from '#local/real-timeline.ts';
import { makeFeed } from '#local/server/feed.ts';
import { LOCAL_OPERATOR } from '#local/simulation/fleet-settings.ts';
import { type Api, makeApi } from '#runtime/api/app.ts';
import type { CountingLog } from '#runtime/log.ts';

const CONSOLE_FOLDER = fileURLToPath(new URL('../../../dist/console', import.meta.url));

export interface LocalApiOptions {
  readonly token: string;
  /** Tells the moments at which people's commands take effect. */
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly log: CountingLog;
}

/** API and console of a loop; to be made before the loop starts. */
export function makeLocalApi(loop: Loop, { token, clock, wallClock, log }: LocalApiOptions): Api {
  const ports = { ...loop.ports, clock };
  return makeApi({
    ...loop.ports,
    log,
    feed: makeFeed(loop.bus),
    operator: { token, principal: LOCAL_OPERATOR },
    wallClock: wallClock.now,
    consoleFolder: CONSOLE_FOLDER,
    commands: {
      answerApproval: (request) => answerApproval(ports, request),
      requestRecovery: (request) => requestRecovery(ports, request),
      stopHealing: (request) => stopHealing(ports, request),
      resumeHealing: (request) => resumeHealing(ports, request),
      judgeIncident: (request) => judgeIncident(ports, request),
      promoteModel: (request) => promoteModel(ports, request),
      takeBackModel: (request) => takeBackModel(ports, request),
    },
  });
}
