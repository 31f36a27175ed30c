// Reads what was typed of an agreement: amounts in fen, days of performance, receipts of what was settled at once.

import { type AgreementText, requiredContents } from '../../domain/agreement.ts';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { checkClauses, type Clause } from '../../domain/clause.ts';
import { type FieldError } from '../../domain/errors.ts';
import { parseMoney } from '../../domain/money.ts';
import { type ActContext, type Agreement, type DisputeRecord, type PerformanceItem } from '../disputes/index.ts';
import { entryOf, notAhead } from '../mediation/index.ts';
import { type AgreementDocument, type Receipt } from './agreement.document.ts';
import { type AgreementInput } from './agreement.schema.ts';

/** A clause as read, before the check has found it whole. */
export type DraftItem = Clause & { readonly id: string };

/** The clauses with amounts in fen; whatever is settled on the spot is paid on the day of the agreement. */
export function draftItems(
  input: AgreementInput,
  reachedOn: CalendarDay,
): { readonly drafts: readonly DraftItem[]; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const drafts = input.items.map((item, index): DraftItem => {
    const amountFen = item.amount ? fenOf(item.amount) : undefined;
    if (item.amount && amountFen === undefined) errors.push({ field: `items.${index}.amount`, code: 'money.invalid' });
    return {
      id: item.clause ?? `i${index + 1}`,
      payer: item.payer,
      payee: item.payee,
      what: item.what,
      amountFen,
      dueOn: input.form === 'onTheSpot' ? reachedOn : item.dueOn,
      manner: item.manner,
      breachTerm: item.breachTerm,
    };
  });
  const ids = drafts.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) errors.push({ field: `items.${twice}.what`, code: 'agreements.clauseTwice' });
  return { drafts, errors };
}

/** The clauses as the dispute keeps them once nothing is missing. */
export const itemsOf = (drafts: readonly DraftItem[], form: AgreementInput['form']): readonly PerformanceItem[] =>
  drafts.flatMap(({ amountFen, dueOn, breachTerm, ...draft }) =>
    dueOn === undefined
      ? []
      : [
          {
            ...draft,
            ...(amountFen === undefined ? {} : { amountFen }),
            dueOn,
            ...(breachTerm ? { breachTerm } : {}),
            paidFen: form === 'onTheSpot' ? (amountFen ?? 0) : 0,
            ...(form === 'onTheSpot' ? { settledOn: dueOn } : {}),
          },
        ],
  );

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
  { dispute }: Pick<ActContext, 'dispute'>,
  input: AgreementInput,
  reachedOn: CalendarDay,
  items: readonly Clause[],
): AgreementText => ({
  form: input.form,
  partial: input.partial,
  reachedOn,
  partyNames: dispute.parties.map((party) => party.name),
  facts: input.facts,
  responsibility: input.responsibility ?? '',
  terms: input.terms,
  items,
  breachTerm: input.breachTerm ?? '',
  remainder: input.remainder ?? '',
});

/** The agreement as it is stored, read again by the checks. */
export const storedText = (
  dispute: DisputeRecord,
  agreement: Agreement,
  document?: AgreementDocument,
): AgreementText => ({
  ...agreement,
  partyNames: dispute.parties.map((party) => party.name),
  breachTerm: document?.breachTerm ?? '',
  remainder: document?.remainder ?? '',
});

/** Everything the law and prudence say of what was typed; `errors` must be cured first. */
export function checkInput(context: Pick<ActContext, 'dispute' | 'now'>, input: AgreementInput) {
  const reachedOn = input.reachedOn ?? dayOfInstant(context.now);
  const { drafts, errors: moneyErrors } = draftItems(input, reachedOn);
  const text = textOf(context, input, reachedOn, drafts);
  const findings = checkClauses(text).map((found) => ({ ...found, field: found.field.replace('amountFen', 'amount') }));
  const errors: readonly FieldError[] = [
    ...moneyErrors,
    ...requiredContents(text),
    ...findings.filter(({ weight }) => weight === 'error'),
    ...notAhead(reachedOn, context.now, 'reachedOn'),
    ...onTheSpotErrors(input, reachedOn),
    ...signedErrors(input, reachedOn, context.now),
  ];
  return { reachedOn, drafts, findings, errors };
}

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
