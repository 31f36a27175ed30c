// What the reminders say. They go to the party's own phone and name nobody else.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { formatMoney } from '../../domain/money.ts';
import { type PaymentStep } from '../../domain/reminder.ts';
import { type PerformanceItem } from '../disputes/index.ts';
import { type PlannedSession, timeAndPlace } from '../schedule/index.ts';

const owed = ({ what, amountFen, paidFen }: Pick<PerformanceItem, 'what' | 'amountFen' | 'paidFen'>): string =>
  amountFen === undefined ? `“${what}”` : `“${what}”${formatMoney(amountFen - paidFen)}元`;

const PAYMENT: Readonly<Record<PaymentStep, (item: PerformanceItem, lastDay: CalendarDay) => string>> = {
  before: (item, day) => `提醒您：调解协议约定的${owed(item)}，请于${day}前履行，并把凭证交调解员。`,
  due: (item, day) => `提醒您：调解协议约定的${owed(item)}，今天（${day}）到期。已履行的请把凭证交调解员。`,
  late: (item, day) =>
    `提醒您：调解协议约定的${owed(item)}已于${day}到期，还没有收到履行凭证。请尽快履行并联系调解员。`,
  lastCall: (item, day) =>
    `提醒您：调解协议约定的${owed(item)}于${day}到期后仍未履行，明天起按未履行登记，对方可以依法申请执行或者起诉。`,
};

export const paymentWords = (
  unit: string,
  step: PaymentStep,
  item: PerformanceItem,
  lastDay: CalendarDay,
  mediator: string,
): string => `【解纷】${unit}${PAYMENT[step](item, lastDay)}${mediator ? `调解员：${mediator}。` : ''}`;

/** To the mediator, whose it is to ask after what was promised (人民调解法31). */
export const mediatorWords = (
  unit: string,
  number: string,
  { payer, ...item }: PerformanceItem,
  lastDay: CalendarDay,
): string =>
  `【解纷】${unit}提醒您：编号${number}的纠纷，${payer}应履行的${owed(item)}于${lastDay}到期已满七天，没有履行凭证，明天起按未履行登记。请今天催告，并告知对方救济途径。`;

/** To whoever is owed, once the breach stands on the record (人民调解法32、33; 民事诉讼法250). */
export const breachWords = (
  unit: string,
  number: string,
  item: PerformanceItem,
  { lastDay, enforceable, mediator }: { lastDay: CalendarDay; enforceable: boolean; mediator: string },
): string =>
  `【解纷】${unit}通知您：编号${number}的调解协议约定给您的${owed(item)}于${lastDay}到期未履行，已登记。${
    enforceable
      ? '协议已经司法确认，您可以在履行期限届满之日起二年内向人民法院申请强制执行。'
      : '您可以就协议的履行向人民法院起诉。'
  }${mediator ? `调解员：${mediator}。` : ''}`;

export const sessionWords = (unit: string, session: PlannedSession): string =>
  `【解纷】${unit}提醒您：${timeAndPlace(session)}。不能到场请提前告知。`;
