// What the reminders say. They go to the party's own phone and name nobody else.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { formatMoney } from '../../domain/money.ts';
import { type PaymentStep } from '../../domain/reminder.ts';
import { type PerformanceItem } from '../disputes/index.ts';
import { type PlannedSession } from '../schedule/index.ts';

const time = new Intl.DateTimeFormat('zh-CN', {
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZone: 'Asia/Shanghai',
});

const owed = ({ what, amountFen, paidFen }: PerformanceItem): string =>
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

export const sessionWords = (unit: string, { startsAt, place, mediator, number }: PlannedSession): string =>
  `【解纷】${unit}提醒您：编号${number}的纠纷定于${time.format(startsAt)}调解${place ? `，地点：${place}` : ''}，调解员${mediator.name}。不能到场请提前告知。`;

export const calledOffWords = (unit: string, { startsAt, mediator, number }: PlannedSession): string =>
  `【解纷】${unit}通知您：编号${number}的纠纷原定${time.format(startsAt)}的调解取消，改期另行通知。调解员${mediator.name}。`;
