// What the record tells of the questions a form asks: a pause, an extension, a unit that declined, a question of recusal,
// a visit and how a notice was served have acts of their own, so nobody writes them twice. What is told fills the field;
// whoever issues the form may put it better.

import { type CalendarDay, dayOfInstant, parseDay } from '../../domain/calendar-day.ts';
import { DECLINE_REASONS } from '../../domain/decline.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { type FormId } from '../../domain/form.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { latestTerm } from '../disputes/index.ts';
import { type FormSource } from './form.source.ts';
import { answering, referring } from './form.told.letters.ts';
import { examining, exemplary, inquiring, patrolling, proposing } from './form.told.work.ts';
import { dayText, instantDay } from './form.words.ts';

export interface Words {
  readonly say: (key: string) => string;
  /** Opens what the record keeps sealed. */
  readonly unseal: (sealed: string) => string;
}
/** Answers by the tag of the template; blank where the record tells nothing. */
export type Told = Readonly<Record<string, string>>;

const last = ({ events }: FormSource, act: Act): DisputeEvent | undefined => events.findLast((one) => one.act === act);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const dayOf = (value: unknown): CalendarDay | undefined => (typeof value === 'string' ? parseDay(value) : undefined);

/** 延长调解期限 */
function extension(source: FormSource): Told {
  const event = last(source, 'extendTerm');
  const term = latestTerm(source.dispute.clocks);
  const due = dayText(term?.dueAt ? dayOfInstant(term.dueAt) : undefined);
  // Before the act is recorded the parties sign against the term that still runs.
  if (!event) return { 原期限: due };
  return {
    延长事由: textOf(event.data['reason']),
    原期限: dayText(dayOf(event.data['dueBefore'])),
    延长至: due,
  };
}

/** 中止与恢复 */
function pausing(source: FormSource, { say }: Words): Told {
  const event = last(source, 'pause');
  if (!event) return {};
  const resumed = source.events.findLast(({ act, at }) => act === 'resume' && at >= event.at);
  const due = latestTerm(source.dispute.clocks)?.dueAt;
  return {
    中止事由: `${say(`mediation:pauseCauses.${textOf(event.data['cause'])}`)}。${textOf(event.data['reason'])}`,
    中止日期: instantDay(event.at),
    恢复日期: instantDay(resumed?.at),
    期限情况: !resumed
      ? '自中止之日起停止计算'
      : due
        ? `中止期间不计入，期限至${instantDay(due)}届满`
        : '中止期间不计入',
  };
}

/** 退回（不予接受） */
function declining({ handOvers, unitName }: FormSource): Told {
  const found = handOvers.findLast(({ decline }) => decline !== undefined);
  const decline = found?.decline;
  if (!found || !decline) return {};
  const { words } = DECLINE_REASONS[decline.code];
  return {
    退回单位: unitName(found.to.code),
    退回对象: unitName(found.from.code),
    退回理由: [words, decline.note].filter((one, index, all) => one && all.indexOf(one) === index).join('。'),
    建议单位: decline.proposedUnit ? unitName(decline.proposedUnit) : '',
  };
}

/** 回避 */
function recusing({ dispute }: FormSource, { say }: Words): Told {
  const { recusal, parties } = dispute;
  if (!recusal) return {};
  const { decision } = recusal;
  const raisedBy = parties.find(({ id }) => id === recusal.by)?.name ?? say(`mediation:recusal.by.${recusal.by}`);
  return {
    回避申请人: raisedBy,
    回避理由: `${say(`mediation:relations.${recusal.ground}`)}。${recusal.note}`,
    回避决定: decision ? `${say(`mediation:recusal.result.${decision.result}`)}。${decision.reason}` : '',
    决定人: decision?.by.name ?? '',
    决定日期: instantDay(decision?.at),
  };
}

/** 回访 */
function visiting({ dispute, revisits }: FormSource, { say }: Words): Told {
  const visit = revisits.at(-1);
  if (!visit) return {};
  const signs = visit.signs.map((sign) => say(`agreements:revisit.signs.${sign}`));
  const visited = dispute.parties.filter(({ id }) => visit.parties.includes(id)).map(({ name }) => name);
  return {
    回访事由: `${visited.join('、')}${say(`agreements:revisit.performance.${visit.performance}`)}`,
    回访情况: [
      visit.situation,
      ...(visit.satisfaction ? [`满意程度：${say(`agreements:revisit.satisfaction.${visit.satisfaction}`)}`] : []),
      ...(signs.length > 0 ? [`需要注意：${signs.join('、')}`] : []),
      ...(visit.measures ? [`采取措施：${visit.measures}`] : []),
    ].join('。'),
    回访方式: say(`agreements:revisit.ways.${visit.way}`),
    回访时间: dayText(visit.on),
    回访人: visit.recordedBy.name,
  };
}

/** How the notice of termination reached each party. */
function serving({ dispute }: FormSource, { say }: Words): Told {
  const served = (dispute.termination?.served ?? []).map(({ partyId, on, how }) => {
    const name = dispute.parties.find(({ id }) => id === partyId)?.name ?? '';
    return `${name}：${dayText(on)}${say(`mediation:consentChannels.${how}`)}`;
  });
  return { 送达方式: served.join('；') };
}

const TELLS: Readonly<Partial<Record<FormId, (source: FormSource, words: Words) => Told>>> = {
  F05: inquiring,
  F09: proposing,
  F14: referring,
  F15: answering,
  F17: extension,
  F18: pausing,
  F19: serving,
  F20: declining,
  F21: recusing,
  F23: visiting,
  F27: examining,
  F28: patrolling,
  F30: exemplary,
};

/** What the record tells of the form's questions; questions it does not answer are missing. */
export function toldOf(form: FormId, source: FormSource, words: Words): Told {
  const told = TELLS[form]?.(source, words) ?? {};
  return Object.fromEntries(Object.entries(told).filter(([, text]) => text !== ''));
}
