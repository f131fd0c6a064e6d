// Live events for consoles: what the bus and the API tell is numbered and kept for a while, so that a listener who lost
// the connection is told what it missed. Only hints: a listener reads the views again.

import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Clock } from '#application/ports/telemetry.ts';
import type { LiveEvent } from '#contracts/api/healer-views.ts';
import type { FleetmedicEvent } from '#contracts/events.ts';
import type { Instant } from '#domain/ids.ts';
import { type Backlog, makeBacklog } from '#runtime/api/backlog.ts';
import type { EventFeed } from '#runtime/api/deps.ts';

export interface LiveEvents {
  /** Tells the listeners of something that the feed does not carry. */
  publish(event: LiveEvent): void;
  /** Answers with the stream of what follows, beginning with what the listener missed. */
  stream(context: Context): Response;
  /** Ends all streams and leaves the feed. */
  close(): void;
}

export interface LiveEventsOptions {
  readonly feed: EventFeed;
  readonly clock: Clock;
  /** The longest silence: a sign of life carries the time, so that ages go on being right. */
  readonly heartbeatSeconds: number;
}

/** Listens to the feed at once, so that nothing is missed between two connections. */
export function makeLiveEvents(options: LiveEventsOptions): LiveEvents {
  const backlog = makeBacklog();
  const { feed, clock } = options;
  const leave = feed.subscribe((event) => backlog.add(hintOf(event, clock.now())));
  let isClosed = false;
  return {
    publish: backlog.add,
    stream: (context) =>
      streamSSE(context, async (stream) => {
        stream.onAbort(backlog.wake);
        const isOver = () => isClosed || stream.aborted;
        await sendEvents(stream, { ...options, backlog, isOver, first: firstNumber(context, backlog) });
      }),
    close: () => {
      isClosed = true;
      leave();
      backlog.wake();
    },
  };
}

/** A new listener wants what comes; one that comes back, what it missed: all that is kept after a restart of ours. */
function firstNumber(context: Context, backlog: Backlog): number {
  const header = context.req.header('last-event-id');
  if (header === undefined) return backlog.newest() + 1;
  const seen = Number(header);
  return Number.isInteger(seen) && seen <= backlog.newest() ? seen + 1 : 1;
}

interface Sending {
  readonly backlog: Backlog;
  readonly clock: Clock;
  readonly heartbeatSeconds: number;
  readonly first: number;
  readonly isOver: () => boolean;
}

async function sendEvents(stream: SSEStreamingApi, sending: Sending): Promise<void> {
  const { backlog, clock, heartbeatSeconds, isOver } = sending;
  let next = sending.first;
  while (!isOver()) {
    await stream.writeSSE({ event: 'pulse', data: JSON.stringify({ now: clock.now() }) });
    for (const { number, event } of backlog.from(next)) {
      await stream.writeSSE({ id: String(number), event: event.type, data: JSON.stringify(event) });
      next = number + 1;
    }
    if (backlog.newest() < next && !isOver()) await backlog.wait(heartbeatSeconds);
  }
}

/** What is to be read again, without what it says now. */
function hintOf(event: FleetmedicEvent, at: Instant): LiveEvent {
  switch (event.type) {
    case 'anomaly-detected':
      return { type: event.type, at, serviceId: event.anomaly.serviceId };
    case 'warning-changed':
      return { type: event.type, at, serviceId: event.serviceId };
    case 'change-recorded':
      return { type: event.type, at, serviceId: event.change.serviceId };
    case 'incident-changed':
      return {
        type: event.type,
        at,
        serviceId: event.incident.serviceId,
        incidentId: event.incident.incidentId,
      };
    case 'plan-suggested':
      return { type: event.type, at, incidentId: event.incidentId };
    case 'approval-requested':
      return { type: event.type, at, incidentId: event.incidentId, approvalId: event.approvalId };
    case 'retraining-asked':
    case 'capacity-reported':
      return { type: event.type, at };
  }
}
