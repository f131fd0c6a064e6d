// The API of a deployment for whoever IAM lets in: reads, and what people say of incidents and models. Parse, call, shape.

import { serveCaller } from '#runtime/api/serve-caller.ts';

export const handler = serveCaller;
