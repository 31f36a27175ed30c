// One session for many households, and one outcome for each: from what was typed once to the acts of every member.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { DomainError, type FieldError, invalid } from '../../domain/errors.ts';
import { formatMoney, parseMoney } from '../../domain/money.ts';
import { type Member, type Step } from './series.service.ts';

/** What was said to everybody, and who of the households was there. */
export interface SessionOrder {
  readonly shared: Readonly<Record<string, unknown>>;
  readonly presence: Readonly<Record<string, 'present' | 'separate' | 'absent' | ''>>;
  readonly commonPresence: 'present' | 'absent';
}

/** The session of each household that was there; nobody's record speaks of a neighbour. */
export function sessionSteps(members: readonly Member[], order: SessionOrder): readonly Step[] {
  return members.flatMap(({ dispute, household }) => {
    const presence = order.presence[dispute.id] ?? '';
    if (presence === '' || !household) return [];
    const attendance = dispute.parties
      .filter(({ side }) => side !== 'third')
      .map(({ id }) => ({ party: id, presence: id === household.id ? presence : order.commonPresence }));
    return [{ disputeId: dispute.id, act: 'recordSession' as const, input: { ...order.shared, attendance } }];
  });
}

export interface OutcomeRow {
  readonly outcome: '' | 'agreed' | 'failed';
  readonly amount?: string;
  readonly dueOn?: CalendarDay;
}

export interface OutcomeOrder {
  readonly rows: Readonly<Record<string, OutcomeRow>>;
  readonly form: 'written' | 'oral';
  readonly facts: string;
  readonly breachTerm: string;
  readonly today: CalendarDay;
  readonly failure: Readonly<Record<string, unknown>>;
}

/**
 * The agreement or the failure of each household.
 * @throws DomainError `validation` naming the row's field
 */
export function outcomeSteps(members: readonly Member[], order: OutcomeOrder): readonly Step[] {
  const errors: FieldError[] = [];
  const steps = members.flatMap(({ dispute, household }): readonly Step[] => {
    const row = order.rows[dispute.id];
    if (!row || row.outcome === '' || !household) return [];
    if (row.outcome === 'failed') return [{ disputeId: dispute.id, act: 'failMediation', input: order.failure }];
    const field = (name: string) => `rows.${dispute.id}.${name}`;
    const amountFen = fenOf(row.amount ?? '');
    if (amountFen === undefined) errors.push({ field: field('amount'), code: 'law.money.invalid' });
    if (!row.dueOn || row.dueOn < order.today) errors.push({ field: field('dueOn'), code: 'series.dueOn' });
    const common = dispute.parties.find(({ id, side }) => id !== household.id && side !== 'third');
    if (amountFen === undefined || !row.dueOn || !common) return [];
    // Whoever is asked pays whoever asks.
    const [payee, payer] = household.side === 'applicant' ? [household, common] : [common, household];
    const amount = formatMoney(amountFen);
    const input = {
      form: order.form,
      medium: 'paper',
      facts: order.facts,
      responsibility: `${payer.name}承担给付义务。`,
      terms: [`${payer.name}于${row.dueOn}前向${payee.name}给付${amount}元。`, '双方就本次纠纷再无其他争议。'],
      items: [
        {
          payer: payer.name,
          payee: payee.name,
          what: `给付${amount}元`,
          amount,
          dueOn: row.dueOn,
          manner: 'once',
        },
      ],
      breachTerm: order.breachTerm,
    };
    return [{ disputeId: dispute.id, act: 'recordAgreement', input }];
  });
  if (errors.length > 0) throw invalid('validation', errors);
  return steps;
}

function fenOf(typed: string): number | undefined {
  try {
    const fen = parseMoney(typed);
    return fen > 0 ? fen : undefined;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** The common text put into every open member, each with its own name and amount. */
export const textSteps = (
  members: readonly Member[],
  text: { readonly facts: string; readonly claims: readonly string[] },
  reason: string,
  fill: (text: string, member: Member) => string,
): readonly Step[] =>
  members.map((member) => ({
    disputeId: member.dispute.id,
    act: 'amend' as const,
    input: { facts: fill(text.facts, member), claims: text.claims.map((claim) => fill(claim, member)), reason },
  }));
