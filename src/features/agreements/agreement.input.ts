// Reads what was typed of an agreement: amounts in fen, days of performance, receipts of what was settled at once.

import { type AgreementText } from '../../domain/agreement.ts';
import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type FieldError } from '../../domain/errors.ts';
import { parseMoney } from '../../domain/money.ts';
import { type ActContext, type PerformanceItem } from '../disputes/index.ts';
import { disputants, entryOf, notAhead } from '../mediation/index.ts';
import { type Receipt } from './agreement.document.ts';
import { type AgreementInput } from './agreement.schema.ts';

/** The items with amounts in fen; whatever is settled on the spot is paid on the day of the agreement. */
export function itemsOf(
  input: AgreementInput,
  reachedOn: CalendarDay,
): { readonly items: readonly PerformanceItem[]; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const settled = input.form === 'onTheSpot';
  const items = input.items.map((item, index): PerformanceItem => {
    const amountFen = item.amount ? fenOf(item.amount) : undefined;
    if (item.amount && amountFen === undefined) errors.push({ field: `items.${index}.amount`, code: 'money.invalid' });
    if (!item.dueOn && !settled) errors.push({ field: `items.${index}.dueOn`, code: 'any.required' });
    return {
      id: `i${index + 1}`,
      payer: item.payer,
      payee: item.payee,
      what: item.what,
      ...(amountFen === undefined ? {} : { amountFen }),
      dueOn: settled ? reachedOn : (item.dueOn ?? reachedOn),
      manner: item.manner,
      paidFen: settled ? (amountFen ?? 0) : 0,
      ...(settled ? { settledOn: reachedOn } : {}),
    };
  });
  return { items, errors };
}

/** The amount in fen; undefined when the text is no amount. */
export function fenOf(text: string): number | undefined {
  try {
    return parseMoney(text);
  } catch {
    return undefined;
  }
}

/** The agreement as the law's checks read it. */
export const textOf = (
  { dispute }: ActContext,
  input: AgreementInput,
  reachedOn: CalendarDay,
  items: readonly PerformanceItem[],
): AgreementText => ({
  form: input.form,
  partial: input.partial,
  reachedOn,
  partyNames: disputants(dispute).map((party) => party.name),
  facts: input.facts,
  responsibility: input.responsibility ?? '',
  terms: input.terms,
  items: items.map(({ payer, payee, what, amountFen, dueOn }, index) => ({
    payer,
    payee,
    what,
    amountFen,
    dueOn,
    manner: input.items[index]?.manner ?? 'once',
  })),
  breachTerm: input.breachTerm ?? '',
  remainder: input.remainder ?? '',
});

/** Settled on the spot means that the receipt is there (O14). */
export function onTheSpotErrors(input: AgreementInput, reachedOn: CalendarDay): readonly FieldError[] {
  if (input.form !== 'onTheSpot') return [];
  return [
    ...(input.items.length === 0 ? [{ field: 'items', code: 'agreements.nothingSettled' }] : []),
    ...input.items.flatMap((item, index) => [
      ...(item.voucher ? [] : [{ field: `items.${index}.voucher`, code: 'any.required' }]),
      ...(item.dueOn && item.dueOn !== reachedOn
        ? [{ field: `items.${index}.dueOn`, code: 'agreements.notOnTheSpot' }]
        : []),
    ]),
  ];
}

/** Only a written agreement is signed, on or after the day it was reached. */
export function signedErrors(input: AgreementInput, reachedOn: CalendarDay, now: Date): readonly FieldError[] {
  if (!input.signedOn) return [];
  if (input.form !== 'written') return [{ field: 'signedOn', code: 'agreements.nothingToSign' }];
  if (input.signedOn < reachedOn) return [{ field: 'signedOn', code: 'agreements.signedBeforeAgreement' }];
  return notAhead(input.signedOn, now, 'signedOn');
}

/** A receipt for every item settled on the spot. */
export const receiptsOf = (
  context: ActContext,
  input: AgreementInput,
  items: readonly PerformanceItem[],
): readonly Receipt[] =>
  items.map((item, index) => ({
    ...entryOf(context),
    itemId: item.id,
    on: item.dueOn,
    ...(item.amountFen === undefined ? {} : { amountFen: item.amountFen }),
    voucher: input.items[index]?.voucher ?? '',
  }));
