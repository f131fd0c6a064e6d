// What can be wrong, as diagnosis tells it apart and strategies remedy it.

import * as z from 'zod/mini';

/** In the order of the outputs of models that tell them apart. */
export const FailureType = z.enum([
  'bad-deployment',
  'bad-configuration',
  'capacity-shortage',
  'memory-leak',
  'connection-leak',
  'bad-task',
  'slow-dependency',
  'retry-storm',
  'consumer-backlog',
  'dependency-down',
  'unexplained',
]);
export type FailureType = z.infer<typeof FailureType>;
