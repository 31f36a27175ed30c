// Facts that nobody disputes (F08). Only what every party to the dispute has confirmed may travel to a trial; what a
// party conceded for the sake of a settlement may not (在线调解规则18、22; 特邀调解规定22; 民诉法解释107).

import { type CalendarDay } from './calendar-day.ts';
import { type ConsentChannel } from './consent.ts';

/** One party's answer to a fact; the latest of a party counts. */
export interface FactAnswer {
  readonly partyId: string;
  readonly answer: 'confirmed' | 'withdrawn';
  readonly on: CalendarDay;
  readonly channel: ConsentChannel;
}

export interface UndisputedFact {
  readonly id: string;
  readonly text: string;
  readonly recordedOn: CalendarDay;
  readonly answers: readonly FactAnswer[];
}

/** The answer by which a party stands to a fact now. */
export const answerTo = (fact: UndisputedFact, partyId: string): FactAnswer | undefined =>
  fact.answers.findLast((answer) => answer.partyId === partyId);

/** True when every one of the parties has confirmed the fact and none has taken that back. */
export const isJointlyConfirmed = (fact: UndisputedFact, partyIds: readonly string[]): boolean =>
  partyIds.length > 0 && partyIds.every((partyId) => answerTo(fact, partyId)?.answer === 'confirmed');

/** Words by which an offer or a concession gives itself away among facts. */
const CONCESSION =
  /愿意|自愿.{0,6}(赔|付|给|退|让)|同意.{0,8}(赔偿|支付|给付|退还|补偿|承担|让步)|让步|可以接受|最多(给|付|赔)|底线|和解(方案|条件)|调解方案|一次性了结/;

/** True when a sentence reads like an offer or a concession rather than a fact; a person decides. */
export const soundsLikeConcession = (text: string): boolean => CONCESSION.test(text);
