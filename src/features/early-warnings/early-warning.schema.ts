import Joi from 'joi';
import {
  EARLY_WARNING_KINDS,
  type EarlyWarningEnd,
  type EarlyWarningKind,
  GIVEN_ENDS,
} from '../../domain/early-warning.ts';
import { invalidField } from '../../domain/errors.ts';
import { choice, text, unitCode } from '../disputes/index.ts';
import { type EarlyWarningCursor, type EarlyWarningFilter } from './early-warning.repository.ts';

export interface EarlyWarningQuery {
  readonly box: 'open' | 'ended';
  readonly kind?: EarlyWarningKind;
  readonly unit?: string;
  readonly cursor?: string;
  readonly limit: number;
}
export const earlyWarningQuery = Joi.object<EarlyWarningQuery>({
  box: Joi.string().empty('').valid('open', 'ended').default('open'),
  kind: choice(EARLY_WARNING_KINDS),
  unit: unitCode(),
  cursor: Joi.string().empty('').max(80),
  limit: Joi.number().integer().min(1).max(100).default(30),
});

export const filterOf = ({ box, kind, unit }: EarlyWarningQuery): Omit<EarlyWarningFilter, 'area'> => ({
  open: box === 'open',
  ...(kind ? { kind } : {}),
  ...(unit ? { unit } : {}),
});

export const cursorText = ({ raisedAt, id }: EarlyWarningCursor): string => `${raisedAt.getTime()}-${id}`;
/** @throws DomainError `validation` when it is no cursor of this list */
export function readCursor(cursor: string): EarlyWarningCursor {
  const [, time, id] = /^(\d{1,15})-([0-9a-f]{24})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw invalidField('cursor', 'cursor.invalid');
  return { raisedAt: new Date(Number(time)), id };
}

export interface EndInput {
  readonly end: EarlyWarningEnd;
  readonly note: string;
}
const version = () => Joi.number().integer().min(1).max(1_000_000_000);
export const endSchema = Joi.object<EndInput>({ end: choice(GIVEN_ENDS).required(), note: text(500).required() });
/** The forms of the page carry the version that was seen. */
export const endForm = Joi.object<EndInput & { readonly version: number }>({
  end: choice(GIVEN_ENDS).required(),
  note: text(500).required(),
  version: version().required(),
});
export const takeForm = Joi.object<{ readonly version: number }>({ version: version().required() });
export const warningParams = Joi.object<{ readonly earlyWarningId: string }>({
  earlyWarningId: Joi.string().hex().length(24).required(),
});
