// Writes docs/permissions.md from the list of permissions. A test compares the two; run this after a change of the list.

import { writeFileSync } from 'node:fs';
import { describePermissions } from '../cdk/permission-document.ts';

writeFileSync('docs/permissions.md', describePermissions());
