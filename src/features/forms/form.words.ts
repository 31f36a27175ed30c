// How forms write days, money and people: Chinese, on paper, whatever language the page is in.

import { ageOn, maskId, maskPhone, readResidentId } from '../../domain/identity.ts';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { formatMoney } from '../../domain/money.ts';
import { type DisputeRecord, type Party } from '../disputes/index.ts';
import { type FormData } from './word.fill.ts';

const SIDES = { applicant: '申请人', respondent: '被申请人', third: '第三人' } as const;
const SEXES = { male: '男', female: '女' } as const;
const AUTHORITIES = { general: '一般授权', special: '特别授权' } as const;
/** What the record does not hold is left open to be written in by hand. */
export const BY_HAND = '＿＿＿＿';

/** 2026-03-02 → 2026年3月2日 */
export function dayText(day: CalendarDay | undefined): string {
  if (!day) return '';
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
export const instantDay = (at: Date | undefined): string => (at ? dayText(dayOfInstant(at)) : '');

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Shanghai' });
/** 8时05分 in Beijing. */
export function timeText(at: Date): string {
  const [hour = '0', minute = '00'] = CLOCK.format(at).split(':');
  return `${Number(hour)}时${minute}分`;
}
export const yuan = (fen: number | undefined): string => (fen === undefined ? '' : `${formatMoney(fen)}元`);

/** 1, 2, 3 … before each line, which ends as a sentence does. */
export const numbered = (lines: readonly string[]): readonly FormData[] =>
  lines.map((line, index) => ({ 序号: String(index + 1), 内容: /[。！？；：.!?;]$/.test(line) ? line : `${line}。` }));

export const namesOf = (parties: readonly Party[], side?: Party['side']): string =>
  parties
    .filter((party) => side === undefined || party.side === side)
    .map(({ name }) => name)
    .join('、');

/** How much of a party's data a form shows. */
export type Openness = 'open' | 'masked';

/** A party as forms name it; `unseal` opens what the record keeps sealed. */
export function partyData(party: Party, openness: Openness, unseal: (sealed: string) => string, now: Date): FormData {
  const today = dayOfInstant(now);
  const show = (sealed: string | undefined, mask: (plain: string) => string): string => {
    if (!sealed) return '';
    const plain = unseal(sealed);
    return openness === 'open' ? plain : mask(plain);
  };
  const identity = party.idNumber ? readResidentId(unseal(party.idNumber), today) : undefined;
  const { service } = party;
  // A body has no sex, age or occupation: the column is struck out instead of left open.
  const unknown = party.kind === 'organisation' ? '／' : BY_HAND;
  return {
    身份: SIDES[party.side],
    姓名: party.name,
    自然人: party.kind === 'natural',
    单位: party.kind === 'organisation',
    性别: identity ? SEXES[identity.sex] : unknown,
    年龄: identity ? `${ageOn(identity.birthDay, today)}岁` : unknown,
    民族: party.ethnicity ? unseal(party.ethnicity) : unknown,
    职业: party.occupation ? unseal(party.occupation) : unknown,
    证件号码: show(party.idNumber, maskId),
    电话: show(party.phone, maskPhone) || BY_HAND,
    地址: party.address ? unseal(party.address) : BY_HAND,
    法定代表人: party.representative ?? BY_HAND,
    代理人: party.agents
      .map(({ name, authority }) => `委托代理人${name}（${AUTHORITIES[authority]}）`)
      .join('，')
      .concat(party.agents.length > 0 ? '。' : ''),
    邮编: service?.postcode ?? BY_HAND,
    代收人: service?.recipient ?? BY_HAND,
    电子送达: service?.electronic ? `同意，${unseal(service.electronic.to)}` : '不同意',
    确认日期: dayText(service?.confirmedOn),
    签名线: '＿＿＿＿＿＿',
  };
}

export const agentsData = (dispute: DisputeRecord, unseal: (sealed: string) => string): readonly FormData[] =>
  dispute.parties.flatMap((party) =>
    party.agents.map((agent) => ({
      委托人: party.name,
      受托人: agent.name,
      受托人电话: agent.phone ? unseal(agent.phone) : BY_HAND,
      对方: namesOf(dispute.parties.filter(({ side }) => side !== party.side)),
      权限: AUTHORITIES[agent.authority],
    })),
  );
