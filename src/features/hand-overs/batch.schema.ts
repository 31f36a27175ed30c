import Joi from 'joi';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { day, flag, rows, text, unitCode } from '../disputes/index.ts';
import { BATCH_LIMIT, type BatchOrder } from './batch.service.ts';

const disputeId = () => Joi.string().hex().length(24);
const version = () => Joi.number().integer().min(1).empty('');

export interface BatchBody {
  readonly dryRun: boolean;
  readonly reason: string;
  readonly rows: readonly BatchOrder[];
}

/** `POST /hand-overs/batches`. */
export const batchBody = Joi.object<BatchBody>({
  dryRun: Joi.boolean().default(false),
  reason: text(500).required(),
  rows: Joi.array()
    .items(Joi.object({ dispute: disputeId().required(), toUnit: unitCode(), reason: text(500), version: version() }))
    .min(1)
    .max(BATCH_LIMIT)
    .required(),
});

export interface BatchForm {
  readonly step: 'change' | 'preview' | 'push';
  readonly day?: CalendarDay;
  readonly reason: string;
  readonly rows: readonly (BatchOrder & { readonly pick: boolean })[];
}

/** The page's form: every row is sent, the ticked ones count. */
export const batchForm = Joi.object<BatchForm>({
  step: Joi.string().valid('change', 'preview', 'push').required(),
  day: day(),
  reason: text(500).required(),
  rows: rows(
    Joi.object({
      dispute: disputeId().required(),
      pick: flag(),
      toUnit: unitCode(),
      reason: text(500),
      version: version(),
    }),
    BATCH_LIMIT,
  ),
});

export const batchQuery = Joi.object<{ day?: CalendarDay }, true>({ day: day() });
