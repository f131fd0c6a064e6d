// What the API is made of: the stores its views read, the use cases that people's commands go to, and who may call.

import type { ApprovalAnswerRequest } from '#application/answer-approval.ts';
import type { IncidentJudgement, JudgementRefusal } from '#application/judge-incident.ts';
import type { ChampionRequest } from '#application/models/change-champion.ts';
import type { Log } from '#application/ports/operations.ts';
import type { AuditLog } from '#application/ports/recovery.ts';
import type { RecoveryRequest, RequestRefusal } from '#application/request-recovery.ts';
import type { SwitchRequest } from '#application/stop-healing.ts';
import type { ListApprovalsDeps } from '#application/views/list-approvals.ts';
import type { ListModelsDeps } from '#application/views/list-models.ts';
import type { ListPatternsDeps } from '#application/views/list-patterns.ts';
import type { ReadCapacityDeps } from '#application/views/read-capacity.ts';
import type { ErrorHistoryDeps, RecoveryHistoryDeps } from '#application/views/read-histories.ts';
import type { ReadIncidentDeps } from '#application/views/read-incidents.ts';
import type { ReadPulseDeps } from '#application/views/read-pulse.ts';
import type { ReadServiceDeps } from '#application/views/read-service.ts';
import type { ReadStatisticsDeps } from '#application/views/read-statistics.ts';
import type { FleetmedicEvent } from '#contracts/events.ts';
import type { ApprovalRefusal } from '#domain/approval/rules.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import type { IncidentId } from '#domain/ids.ts';
import type { ModelRecord } from '#domain/model/model.ts';
import type { RoleRefusal } from '#domain/model/roles.ts';
import type { Result } from '#domain/result.ts';

/** Why a command was not carried out: a stable reason, and a sentence for the person who gave it. */
export type CommandRefusal = ApprovalRefusal | RequestRefusal | JudgementRefusal | RoleRefusal;

/** What people may ask for: the use cases of the recover plane, bound to their adapters by the composition root. */
export interface ApiCommands {
  answerApproval(request: ApprovalAnswerRequest): Promise<Result<unknown, CommandRefusal>>;
  requestRecovery(
    request: RecoveryRequest,
  ): Promise<Result<{ readonly incidentId: IncidentId }, CommandRefusal>>;
  stopHealing(request: SwitchRequest): Promise<unknown>;
  resumeHealing(request: SwitchRequest): Promise<unknown>;
  judgeIncident(request: IncidentJudgement): Promise<Result<Feedback, CommandRefusal>>;
  promoteModel(request: ChampionRequest): Promise<Result<ModelRecord, CommandRefusal>>;
  takeBackModel(request: ChampionRequest): Promise<Result<ModelRecord, CommandRefusal>>;
}

/** Where the API hears of what happens. */
export interface EventFeed {
  /** Calls the listener for every event from now on, until the returned function is called. */
  subscribe(listener: (event: FleetmedicEvent) => void): () => void;
}

/** The one local operator: whoever knows the token speaks under this name. */
export interface LocalOperator {
  readonly token: string;
  readonly principal: string;
}

export interface ApiDeps
  extends ReadServiceDeps,
    ReadPulseDeps,
    ReadIncidentDeps,
    ListApprovalsDeps,
    ReadStatisticsDeps,
    ListModelsDeps,
    ListPatternsDeps,
    ReadCapacityDeps,
    ErrorHistoryDeps,
    RecoveryHistoryDeps {
  readonly audit: AuditLog;
  readonly log: Log;
  readonly commands: ApiCommands;
  readonly feed: EventFeed;
  readonly operator: LocalOperator;
  /** Real time in milliseconds, for rate limits: the domain's clock may be simulated and run fast. */
  readonly wallClock: () => number;
  /** Host names that are answered to; loopback when absent. Guards against DNS rebinding. */
  readonly allowedHosts?: readonly string[];
  /** The built console; without it only the API is served. */
  readonly consoleFolder?: string;
  /** Between two signs of life on the event stream. */
  readonly heartbeatSeconds?: number;
}
