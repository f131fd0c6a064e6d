// What `archive-audit` is on AWS: the handler, bound to the archive and to nothing else. It is handed what it archives, so
// it can neither read nor write the table.

import { makeArchiverPorts } from '#runtime/aws/archive.ts';
import { lambda } from '#runtime/aws/lambda.ts';
import { handler as archiveAudit } from './handler.ts';

export const handler = lambda(archiveAudit, makeArchiverPorts);
