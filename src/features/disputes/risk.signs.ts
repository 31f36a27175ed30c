// Signs of danger in what people write: at registration, and in every record made later.

import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { readResidentId } from '../../domain/identity.ts';
import { type Act } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type RiskTriggerId } from '../../domain/risk.ts';
import { type RiskSign, signsInWords, signsOfRequest, unjudged } from '../../domain/risk-sign.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type DisputeRecord, type RiskFile } from './dispute.record.ts';
import { type PartyInput } from './dispute.schema.ts';

/** What somebody says of the danger itself needs no second look. */
const ABOUT_RISK: readonly (Act | 'amend')[] = ['assessRisk', 'reportRisk', 'reportToPolice'];

/** Every text of an act's input, one a line. */
const textOf = (input: unknown): string => {
  if (typeof input === 'string') return input;
  if (input === null || typeof input !== 'object' || input instanceof Date) return '';
  return Object.values(input).map(textOf).join('\n');
};

const fileOf = ({ riskFile, owner, lodgedAt }: DisputeRecord): RiskFile =>
  riskFile ?? { owner: { unitCode: owner.code }, assessedAt: lodgedAt, policeReports: [], found: [] };

/** The record with the signs found in what was just written, for a person to judge. */
export function withSigns(
  record: DisputeRecord,
  { act, actor, input }: { readonly act: Act | 'amend'; readonly actor: Actor; readonly input: unknown },
): DisputeRecord {
  if (actor.role === 'system' || ABOUT_RISK.includes(act)) return record;
  const file = fileOf(record);
  const fresh = unjudged(signsInWords(textOf(input)), record.riskTriggers, file.found);
  return fresh.length === 0
    ? record
    : { ...record, riskFile: { ...file, found: [...file.found, ...fresh], undecided: true } };
}

/** A request as it is typed, as far as signs are looked for in it. */
export interface SignedRequest {
  readonly type: string;
  readonly source: string;
  readonly facts: string;
  readonly claims: readonly string[];
  readonly parties: readonly Pick<PartyInput, 'kind' | 'idNumber'>[];
}

const POLICE_SOURCE = 'I10';

/** The signs of a request on the day it is typed. `hotlineOrders` counts those of the same people, this one included. */
export function requestSigns(
  { type, source, facts, claims, parties }: SignedRequest,
  {
    now,
    holidays,
    hotlineOrders,
  }: { readonly now: Date; readonly holidays: HolidayTable; readonly hotlineOrders: number },
): readonly RiskSign[] {
  const today = dayOfInstant(now);
  const birthDays = parties.flatMap(({ kind, idNumber }): CalendarDay[] => {
    const known = kind === 'natural' && idNumber ? readResidentId(idNumber, today) : undefined;
    return known ? [known.birthDay] : [];
  });
  return signsOfRequest({
    text: [facts, ...claims].join('\n'),
    type,
    today,
    holidays,
    people: parties.length,
    birthDays,
    fromPolice: source === POLICE_SOURCE,
    hotlineOrders,
  });
}

/** The file of a fresh request: whoever registers it answers for it, and judges what the system has found. */
export function newRiskFile(
  actor: Actor,
  now: Date,
  signs: readonly RiskSign[],
  confirmed: readonly RiskTriggerId[],
): RiskFile {
  const found = unjudged(signs, confirmed, []);
  return {
    owner: { unitCode: actor.unit.code, accountId: actor.accountId, name: actor.name },
    assessedAt: now,
    policeReports: [],
    found,
    ...(found.length > 0 ? { undecided: true } : {}),
  };
}
