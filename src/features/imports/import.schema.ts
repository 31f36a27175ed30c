import Joi from 'joi';
import { unitCode } from '../disputes/index.ts';

export interface CheckInput {
  readonly unit?: string;
}
/** The form around the file. */
export const checkBody = Joi.object<CheckInput>({ unit: unitCode() });

export interface ReceiveQuery extends CheckInput {
  readonly name: string;
  readonly dryRun: boolean;
}
/** The address under which a program hands in a file. */
export const receiveQuery = Joi.object<ReceiveQuery>({
  unit: unitCode(),
  name: Joi.string().max(200).default('api.csv'),
  dryRun: Joi.boolean().default(false),
});

export const importParams = Joi.object<{ importId: string }>({ importId: Joi.string().hex().length(24).required() });

const count = Joi.number().integer().required();
export const importView = Joi.object({
  id: Joi.string().required(),
  state: Joi.string().valid('checked', 'running', 'done').required(),
  fileName: Joi.string().required(),
  encoding: Joi.string().required(),
  unit: Joi.string().required(),
  columns: Joi.object().pattern(Joi.string(), Joi.string()).required(),
  counts: Joi.object({ ready: count, done: count, known: count, faulty: count }).required(),
  createdAt: Joi.date().required(),
  startedAt: Joi.date(),
  endedAt: Joi.date(),
});
