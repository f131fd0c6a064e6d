// How bad an incident is, as people say it. By itself, because evidence may ask for a severity and incidents hold evidence.

import * as z from 'zod/mini';

/** SEV-1 is the worst. */
export const Severity = z.enum(['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4']);
export type Severity = z.infer<typeof Severity>;
