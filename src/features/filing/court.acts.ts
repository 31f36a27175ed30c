// What the court makes of a filed case comes back to the desk that filed it, and with it to everybody who held the dispute:
// the fee, the ruling that an unpaid suit counts as withdrawn, and how the suit ended (民事诉讼法; 诉讼费用交纳办法22;
// 特邀调解规定20; 2024-12-27意见(4)(6)).

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { countedAs, type CourtResultCode, courtResultsFor } from '../../domain/court-result.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import { type ActDefinition, type AnyActDefinition, type DisputeRecord, type Effect } from '../disputes/index.ts';
import { notAhead, outcomeOf } from '../mediation/index.ts';
import {
  type DeemedInput,
  deemedSchema,
  FEE_SETTLEMENTS,
  type FeeInput,
  feeSchema,
  type ResultInput,
  resultSchema,
} from './filing.schema.ts';

/** recordFee, deemWithdrawn and recordCourtResult. */
export function courtActs(): readonly AnyActDefinition[] {
  const recordFee: ActDefinition<FeeInput> = {
    act: 'recordFee',
    schema: feeSchema,
    fields: ({ now }) => [
      {
        name: 'how',
        kind: 'radios',
        required: true,
        options: FEE_SETTLEMENTS.map((value) => ({ value, key: `filing:feeSettlements.${value}` })),
        value: 'paid',
      },
      { name: 'on', kind: 'date', value: dayOfInstant(now) },
    ],
    prepare: ({ dispute, now }, input) => {
      const { filing } = dispute;
      if (!filing?.fee) throw new Error(`dispute ${dispute.id} has no fee to settle`);
      const on = input.on ?? dayOfInstant(now);
      const errors = within(on, filing.fee.notifiedOn, now, 'filing.feeBeforeNotice');
      if (errors.length > 0) throw invalid('validation', errors);
      return {
        set: { filing: { ...filing, fee: { ...filing.fee, settledOn: on, how: input.how } } },
        data: { feeSettled: input.how, on },
      };
    },
  };

  const deemWithdrawn: ActDefinition<DeemedInput> = {
    act: 'deemWithdrawn',
    schema: deemedSchema,
    fields: ({ now }) => [
      { name: 'on', kind: 'date', hint: true, value: dayOfInstant(now) },
      { name: 'note', kind: 'textarea' },
    ],
    prepare: ({ dispute, now }, input) => ended(dispute, now, 'deemedWithdrawn', input),
  };

  const recordCourtResult: ActDefinition<ResultInput> = {
    act: 'recordCourtResult',
    schema: resultSchema,
    fields: ({ dispute, now }) => [
      {
        name: 'result',
        kind: 'radios',
        required: true,
        options: courtResultsFor(isAgreed(dispute)).map((value) => ({ value, key: `filing:courtResults.${value}` })),
      },
      { name: 'on', kind: 'date', value: dayOfInstant(now) },
      { name: 'note', kind: 'textarea', hint: true },
    ],
    prepare: ({ dispute, now }, input) => {
      if (!courtResultsFor(isAgreed(dispute)).includes(input.result)) {
        throw invalid('validation', [{ field: 'result', code: 'any.only' }]);
      }
      return ended(dispute, now, input.result, input);
    },
  };

  return [recordFee, deemWithdrawn, recordCourtResult];
}

/** True where the suit ends with an agreement that the entrusted mediation brought about. */
const isAgreed = ({ state }: DisputeRecord): boolean => state !== 'S19';

/**
 * The suit has ended. Only after an agreement is that how the mediation itself is counted (O16, O17); a mediation that
 * failed stays failed, whatever the court reaches later.
 */
function ended(dispute: DisputeRecord, now: Date, kind: CourtResultCode, input: DeemedInput): Effect {
  const on = input.on ?? dayOfInstant(now);
  const since = dispute.filing?.filedOn ?? dispute.agreement?.reachedOn;
  const errors = within(on, since, now, 'filing.resultBeforeFiling');
  if (errors.length > 0) throw invalid('validation', errors);
  const code = countedAs(kind);
  return {
    set: {
      courtResult: { kind, on, ...(input.note ? { note: input.note } : {}) },
      ...(isAgreed(dispute) && code ? { outcome: outcomeOf(dispute, code, on) } : {}),
    },
    data: { courtResult: kind, on, ...(code ? { outcome: code } : {}), ...(input.note ? { note: input.note } : {}) },
  };
}

const within = (on: CalendarDay, since: CalendarDay | undefined, now: Date, code: string): readonly FieldError[] => [
  ...notAhead(on, now, 'on'),
  ...(since && on < since ? [{ field: 'on', code }] : []),
];
