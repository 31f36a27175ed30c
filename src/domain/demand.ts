// What may be demanded of whoever has not kept an agreement: every clause whose day has passed, with what is still owed.
// A confirmed agreement is enforced, any other is sued on (民事诉讼法206; 人民调解法32–33).

import { type CalendarDay } from './calendar-day.ts';
import { type Fen, formatMoney } from './money.ts';

/** A clause as far as it was kept; money in fen. */
export interface KeptClause {
  readonly payer: string;
  readonly payee: string;
  readonly what: string;
  readonly amountFen?: number;
  readonly paidFen: number;
  readonly dueOn: CalendarDay;
  readonly settledOn?: CalendarDay;
  readonly breachTerm?: string;
}

export interface Demands {
  /** One sentence a demand, in the words of a claim. */
  readonly claims: readonly string[];
  readonly openFen: Fen;
  /** Names of those to whom it is owed. */
  readonly creditors: readonly string[];
}

const owed = ({ amountFen, paidFen }: KeptClause): Fen | undefined =>
  amountFen === undefined ? undefined : amountFen - paidFen;

function claimOf(clause: KeptClause): readonly string[] {
  const { payer, payee, what, breachTerm } = clause;
  const rest = owed(clause);
  const main =
    rest === undefined
      ? `请求${payer}向${payee}履行：${what}`
      : `请求${payer}向${payee}给付${what}${formatMoney(rest)}元`;
  return [main, ...(breachTerm ? [`请求${payer}按约定承担不履行的后果：${breachTerm}`] : [])];
}

/** What has fallen due by the day and was not kept. */
export function demandsOf(clauses: readonly KeptClause[], today: CalendarDay): Demands {
  const broken = clauses.filter(({ settledOn, dueOn }) => settledOn === undefined && dueOn < today);
  return {
    claims: broken.flatMap(claimOf),
    openFen: broken.reduce((sum, clause) => sum + (owed(clause) ?? 0), 0),
    creditors: [...new Set(broken.map(({ payee }) => payee))],
  };
}
