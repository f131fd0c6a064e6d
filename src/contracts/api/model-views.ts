// What the API tells about the models, and about what people said of incidents.

import * as z from 'zod/mini';
import { Feedback } from '#domain/feedback/feedback.ts';
import { Instant } from '#domain/ids.ts';
import { ModelRecord } from '#domain/model/model.ts';

export const ModelsAnswer = z.object({ now: Instant, models: z.readonly(z.array(ModelRecord)) });
export type ModelsAnswer = z.infer<typeof ModelsAnswer>;

/** The model as it is after a change of roles. */
export const ModelAnswer = z.object({ now: Instant, model: ModelRecord });
export type ModelAnswer = z.infer<typeof ModelAnswer>;

export const FeedbackAnswer = z.object({ now: Instant, feedback: Feedback });
export type FeedbackAnswer = z.infer<typeof FeedbackAnswer>;
