// The ports of the function that archives the audit log: a log and the archive, for it needs no more of the world.

import { S3Client } from '@aws-sdk/client-s3';
import { s3AuditArchive } from '#adapters/aws/audit-archive.ts';
import type { ArchiveAuditDeps } from '#application/archive-audit.ts';
import { FUNCTION_ENVIRONMENTS } from '#contracts/environment.ts';
import { requireEnvironment } from '#runtime/environment.ts';
import { type LambdaLog, makeLambdaLog } from './log.ts';
import { meteredClient } from './metering.ts';

/** Bound to the bucket that the environment names. */
export function makeArchiverPorts(): ArchiveAuditDeps & { readonly log: LambdaLog } {
  const environment = requireEnvironment(FUNCTION_ENVIRONMENTS['archive-audit']);
  return {
    archive: s3AuditArchive({
      client: meteredClient(S3Client),
      bucketName: environment.FLEETMEDIC_AUDIT_ARCHIVE,
    }),
    log: makeLambdaLog('archive-audit'),
  };
}
