// Keeping an agreement: the committee supervises performance, every payment has a receipt, and whoever is not paid is
// told what may be done (人民调解法31–32; 民事诉讼法250).

import Joi from 'joi';
import { dayOfInstant, startOfDayInstant } from '../../domain/calendar-day.ts';
import { startClock, stopClock } from '../../domain/clock.ts';
import { type FieldError, invalid } from '../../domain/errors.ts';
import { type Fen, formatMoney } from '../../domain/money.ts';
import {
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  isDuty,
  isRunning,
  type PerformanceItem,
} from '../disputes/index.ts';
import { entryOf, notAhead } from '../mediation/index.ts';
import {
  type BreachInput,
  breachSchema,
  type PerformedInput,
  performedSchema,
  type ReceiptInput,
  receiptSchema,
} from './agreement.schema.ts';
import { fenOf } from './agreement.input.ts';
import { paperErrors } from './agreement.paper.ts';
import { type AgreementActDeps } from './conclude.acts.ts';
import { performanceClock, revisitClock } from './effect.ts';
import { revisitActs } from './revisit.acts.ts';

const itemsOf = (dispute: DisputeRecord): readonly PerformanceItem[] => dispute.agreement?.items ?? [];
const openItems = (dispute: DisputeRecord): readonly PerformanceItem[] =>
  itemsOf(dispute).filter((item) => item.settledOn === undefined);

const itemText = ({ payer, payee, what, amountFen, paidFen, dueOn }: PerformanceItem): string => {
  const rest = amountFen === undefined ? '' : ` ¥${formatMoney(amountFen - paidFen)}`;
  return `${payer} → ${payee} ${what}${rest} ${dueOn}`;
};

const itemOptions = (items: readonly PerformanceItem[]) =>
  items.map((item) => ({ value: item.id, text: itemText(item) }));

/** beginPerformance, recordReceipt, recordPerformed, recordBreach and lapseRight. */
export function performanceActs({
  repository,
  papersOf,
}: Pick<AgreementActDeps, 'repository' | 'papersOf'>): readonly AnyActDefinition[] {
  const beginPerformance: ActDefinition<Record<string, never>> = {
    act: 'beginPerformance',
    schema: Joi.object({}),
    prepare: ({ dispute, holidays }) => ({
      clocks: (clocks) =>
        revisitClock(itemsOf(dispute), holidays)(performanceClock(itemsOf(dispute), holidays)(clocks)),
      data: { items: openItems(dispute).length },
    }),
  };

  const recordReceipt: ActDefinition<ReceiptInput> = {
    act: 'recordReceipt',
    schema: receiptSchema,
    fields: ({ dispute, now }) => {
      const [first] = openItems(dispute);
      const rest = first?.amountFen === undefined ? undefined : first.amountFen - first.paidFen;
      return [
        {
          name: 'item',
          kind: 'radios',
          required: true,
          options: itemOptions(openItems(dispute)),
          ...(first ? { value: first.id } : {}),
        },
        { name: 'amount', kind: 'money', ...(rest === undefined ? {} : { value: formatMoney(rest) }) },
        { name: 'on', kind: 'date', value: dayOfInstant(now) },
        { name: 'voucher', kind: 'text', hint: true },
        { name: 'file', kind: 'file', hint: true },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now, holidays } = context;
      const { agreement } = dispute;
      const on = input.on ?? dayOfInstant(now);
      const item = openItems(dispute).find((candidate) => candidate.id === input.item);
      const paid = input.amount ? fenOf(input.amount) : undefined;
      const errors = [
        ...notAhead(on, now, 'on'),
        ...(agreement && on < agreement.reachedOn ? [{ field: 'on', code: 'agreements.paidBeforeAgreement' }] : []),
        ...receiptErrors(input, item, paid),
        ...(await paperErrors(papersOf, dispute, input.fileId)),
      ];
      if (errors.length > 0 || !item || !agreement) throw invalid('validation', errors);
      const paidFen = item.paidFen + (paid ?? 0);
      const settled = item.amountFen === undefined || paidFen >= item.amountFen;
      const items = agreement.items.map((candidate) =>
        candidate.id === item.id ? { ...candidate, paidFen, ...(settled ? { settledOn: on } : {}) } : candidate,
      );
      const receipt = {
        ...entryOf(context),
        itemId: item.id,
        on,
        ...(paid === undefined ? {} : { amountFen: paid }),
        voucher: input.voucher ?? '',
        ...(input.fileId ? { fileId: input.fileId } : {}),
      };
      return {
        set: { agreement: { ...agreement, items } },
        clocks: performanceClock(items, holidays),
        data: { item: item.id, on, amountFen: paid ?? null, settled },
        also: (tx) => repository.addReceipts([receipt], tx),
      };
    },
  };

  const recordPerformed: ActDefinition<PerformedInput> = {
    act: 'recordPerformed',
    schema: performedSchema,
    fields: ({ now }) => [
      { name: 'on', kind: 'date', value: dayOfInstant(now) },
      { name: 'note', kind: 'textarea' },
    ],
    prepare: ({ now }, input) => {
      const on = input.on ?? dayOfInstant(now);
      const errors = notAhead(on, now, 'on');
      if (errors.length > 0) throw invalid('validation', errors);
      return { data: { on, ...(input.note ? { note: input.note } : {}) } };
    },
  };

  const recordBreach: ActDefinition<BreachInput> = {
    act: 'recordBreach',
    schema: breachSchema,
    fields: ({ dispute, now }) => {
      const today = dayOfInstant(now);
      const late = openItems(dispute).filter((item) => item.dueOn < today);
      return [
        {
          name: 'item',
          kind: 'radios',
          required: true,
          options: itemOptions(late),
          ...(late[0] ? { value: late[0].id } : {}),
        },
        { name: 'remedyToldOn', kind: 'date', hint: true, required: true, value: today },
        { name: 'note', kind: 'textarea', required: true },
      ];
    },
    prepare: ({ dispute, now, holidays }, input) => {
      const today = dayOfInstant(now);
      const item = openItems(dispute).find((candidate) => candidate.id === input.item);
      const errors = [
        ...(input.remedyToldOn ? notAhead(input.remedyToldOn, now, 'remedyToldOn') : []),
        ...(item && item.dueOn < today ? [] : [{ field: 'item', code: 'agreements.itemNotLate' }]),
      ];
      if (errors.length > 0 || !item) throw invalid('validation', errors);
      const enforceable = dispute.agreement?.confirmation?.result === 'confirmed';
      return {
        // Two years to apply for enforcement, from the end of the time for performance (民事诉讼法250).
        ...(enforceable
          ? { clocks: (moved) => [...moved, startClock('CL19', startOfDayInstant(item.dueOn), holidays)] }
          : {}),
        data: {
          item: item.id,
          dueOn: item.dueOn,
          openFen: item.amountFen === undefined ? null : item.amountFen - item.paidFen,
          // A confirmed agreement is enforced, an unconfirmed one is sued on (人民调解法32–33).
          remedy: enforceable ? 'enforcement' : 'suit',
          remedyToldOn: input.remedyToldOn ?? null,
          note: input.note,
        },
      };
    },
  };

  // What nobody used in time cannot be used any more; what remains is told with it (民事诉讼法205、250; 民诉法解释372).
  const lapseRight: ActDefinition<Record<string, never>> = {
    act: 'lapseRight',
    schema: Joi.object({}),
    prepare: ({ dispute, now }) => {
      const over = dispute.clocks.filter(
        (clock) => isRunning(clock) && !isDuty(clock) && clock.dueAt && clock.dueAt < now,
      );
      const rights = over.map(({ rule }) => rule);
      return {
        clocks: (moved) =>
          moved.map((clock) => (isRunning(clock) && rights.includes(clock.rule) ? stopClock(clock, now) : clock)),
        data: { right: rights[0] ?? null, ...(rights.includes('CL13') ? { remedy: 'suit' } : {}) },
      };
    },
  };

  return [beginPerformance, recordReceipt, recordPerformed, recordBreach, lapseRight, ...revisitActs(repository)];
}

function receiptErrors(
  input: ReceiptInput,
  item: PerformanceItem | undefined,
  paid: Fen | undefined,
): readonly FieldError[] {
  if (!item) return [{ field: 'item', code: 'agreements.itemUnknown' }];
  if (!input.voucher && !input.fileId) return [{ field: 'voucher', code: 'agreements.voucherMissing' }];
  if (input.amount && (paid === undefined || paid <= 0)) return [{ field: 'amount', code: 'money.invalid' }];
  if (item.amountFen === undefined) return [];
  if (paid === undefined) return [{ field: 'amount', code: 'any.required' }];
  const rest = item.amountFen - item.paidFen;
  return paid > rest ? [{ field: 'amount', code: 'agreements.overpaid', params: { rest: formatMoney(rest) } }] : [];
}
