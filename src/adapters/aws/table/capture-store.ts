// Captures in the table: the state before each act and the way back. The first capture of a step stays, for a step that
// is delivered again finds the world already changed (I3).

import type { CaptureStore } from '#application/ports/recovery.ts';
import { captureKey, executionRange } from '#contracts/table-keys.ts';
import { Capture } from '#domain/capture/capture.ts';
import { ConflictError, NotFoundError } from '#domain/errors.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import { ABSENT, PRESENT } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableCaptureStore(table: Table): CaptureStore {
  const itemOf = (capture: Capture) => ({
    ...captureKey(capture.executionId, capture.step),
    ...bodyOf(capture),
    ...table.expiries.incidentPart(),
  });

  return {
    async create(capture) {
      const written = await table.write(put(itemOf(capture), ABSENT));
      if (written.isWritten) return;
      throw new ConflictError(
        `Step ${capture.step} of ${capture.executionId} has a capture already; settle that one instead of acting again`,
        readBody(Capture, written.existing),
      );
    },
    async complete(capture) {
      const { isWritten } = await table.write(put(itemOf(capture), PRESENT));
      if (isWritten) return;
      throw new NotFoundError(
        `Step ${capture.step} of ${capture.executionId} has no capture to complete; create it before acting`,
      );
    },
    async find(executionId, step) {
      return readBody(Capture, await table.get(captureKey(executionId, step)));
    },
    async listOf(executionId) {
      return readBodies(Capture, await table.query(executionRange(executionId, 'capture')));
    },
  };
}
