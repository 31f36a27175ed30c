// The agreement: its forms, what it must contain and when it takes effect (人民调解法 28–31; 特邀调解规定 24; 在线调解规则 19),
// and whether it may go to judicial confirmation (民事诉讼法 205; 民诉法解释 353–355). Its clauses are checked in clause.ts.

import { compareDays, dayOfInstant, startOfDayInstant, type CalendarDay } from './calendar-day.ts';
import { type Clause } from './clause.ts';
import { dueAtOf, startClock } from './clock.ts';
import { type FieldError } from './errors.ts';
import { type HolidayTable } from './working-days.ts';

/** A written agreement may settle the dispute in part only; "on the spot" is written or oral and performed at once. */
export const AGREEMENT_FORMS = ['written', 'oral', 'onTheSpot'] as const;
export type AgreementForm = (typeof AGREEMENT_FORMS)[number];

export const PERFORMANCE_MANNERS = ['once', 'instalments', 'conduct', 'apology', 'other'] as const;
export type PerformanceManner = (typeof PERFORMANCE_MANNERS)[number];

/** How a copy of the agreement reaches a party; by electronic service only where the party agreed (民诉法解释135–136). */
export const SERVICE_CHANNELS = ['inPerson', 'post', 'electronic', 'agent'] as const;
export type ServiceChannel = (typeof SERVICE_CHANNELS)[number];

export interface AgreementText {
  readonly form: AgreementForm;
  readonly partial: boolean;
  readonly reachedOn: CalendarDay;
  readonly partyNames: readonly string[];
  readonly facts: string;
  readonly responsibility: string;
  readonly terms: readonly string[];
  readonly items: readonly Clause[];
  /** What follows when somebody does not perform. */
  readonly breachTerm: string;
  /** What remains open, when partial. */
  readonly remainder: string;
}

/** The ending code each form leads to. */
export const endingOfAgreement = (
  agreement: Pick<AgreementText, 'form' | 'partial'>,
): 'O11' | 'O12' | 'O13' | 'O14' => {
  if (agreement.form === 'onTheSpot') return 'O14';
  if (agreement.partial) return 'O13';
  return agreement.form === 'oral' ? 'O12' : 'O11';
};

/**
 * What a written agreement must state: the parties, the main facts and each one's responsibility, the content with manner
 * and time limit of performance (人民调解法 29). An oral one is recorded with facts and content (人民调解法 28).
 */
export function requiredContents(agreement: AgreementText): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (agreement.partyNames.length < 2) errors.push({ field: 'parties', code: 'law.agreement.partiesMissing' });
  if (agreement.facts.trim() === '') errors.push({ field: 'facts', code: 'law.agreement.factsMissing' });
  if (agreement.form === 'written' && agreement.responsibility.trim() === '') {
    errors.push({ field: 'responsibility', code: 'law.agreement.responsibilityMissing' });
  }
  // What somebody does or pays is a clause; the other terms stand beside them and repeat none of them.
  if (agreement.items.length === 0 && !agreement.terms.some((term) => term.trim() !== '')) {
    errors.push({ field: 'terms', code: 'law.agreement.termsMissing' });
  }
  if (agreement.partial && agreement.remainder.trim() === '') {
    errors.push({ field: 'remainder', code: 'law.agreement.remainderMissing' });
  }
  return errors;
}

export interface Signatures {
  /** The day each party signed, sealed or pressed a finger; missing while it has not. */
  readonly parties: readonly (CalendarDay | undefined)[];
  readonly mediator?: CalendarDay | undefined;
  readonly seal?: CalendarDay | undefined;
}

/**
 * The day the agreement takes effect; undefined while something is missing. On paper: all parties, mediator and seal of
 * the committee (人民调解法 29); on the platform: when the last party has signed (在线调解规则 19); oral: when it was reached
 * (人民调解法 30).
 */
export function effectiveOn(
  agreement: Pick<AgreementText, 'form' | 'reachedOn'>,
  signatures: Signatures,
  medium: 'paper' | 'platform' = 'paper',
): CalendarDay | undefined {
  if (agreement.form === 'oral') return agreement.reachedOn;
  const days =
    medium === 'paper' ? [...signatures.parties, signatures.mediator, signatures.seal] : [...signatures.parties];
  if (days.length === 0 || signatures.parties.length === 0) return undefined;
  const signed = days.filter((day) => day !== undefined);
  return signed.length === days.length ? signed.toSorted(compareDays).at(-1) : undefined;
}

/** Matters outside judicial confirmation, each with its place in 民诉法解释 355. */
export const CONFIRMATION_EXCLUSIONS = {
  outsideScope: '民诉法解释355(1)',
  wrongCourt: '民诉法解释355(2)',
  status: '民诉法解释355(3)',
  otherProcedure: '民诉法解释355(4)',
  ownership: '民诉法解释355(5)',
} as const;
export type ConfirmationExclusion = keyof typeof CONFIRMATION_EXCLUSIONS;

export interface ConfirmationInput {
  readonly form: AgreementForm;
  readonly effectiveOn?: CalendarDay | undefined;
  readonly today: CalendarDay;
  readonly exclusions: readonly ConfirmationExclusion[];
  /** Both parties ask together. */
  readonly jointly: boolean;
  /** A lawfully established organisation ran the mediation and certifies it (F13). */
  readonly organisationCertified: boolean;
}

/** As far as it is known before the parties apply. */
export type ConfirmationAsked = Omit<ConfirmationInput, 'jointly' | 'organisationCertified'> &
  Partial<Pick<ConfirmationInput, 'jointly' | 'organisationCertified'>>;

export interface ConfirmationReason {
  readonly code: ConfirmationExclusion | 'notEffective' | 'tooLate' | 'notJoint' | 'notCertified' | 'notWritten';
  readonly article: string;
}

export interface ConfirmationFinding {
  readonly eligible: boolean;
  /** The last day to apply; undefined while the agreement has no effect. */
  readonly lastDay?: CalendarDay;
  readonly reasons: readonly ConfirmationReason[];
}

/** The last day to apply for confirmation: 30 days from the day of effect (CL13), the end rolled off rest days. */
export const confirmationLastDay = (effective: CalendarDay, holidays: HolidayTable): CalendarDay =>
  dayOfInstant(dueAtOf(startClock('CL13', startOfDayInstant(effective), holidays)));

/** One rule of confirmation and whether it is met; undefined while only the parties can say. */
export interface ConfirmationRule {
  readonly code: ConfirmationReason['code'];
  readonly article: string;
  readonly met: boolean | undefined;
}

/**
 * Every rule of confirmation with its article, in the order in which a clerk asks (民事诉讼法205; 民诉法解释353–355).
 * @param lastDay the last day to apply; undefined while the agreement has no effect
 */
export function confirmationRules(
  { form, effectiveOn: effective, today, exclusions, ...asked }: ConfirmationAsked,
  lastDay: CalendarDay | undefined,
): readonly ConfirmationRule[] {
  const barred = (Object.keys(CONFIRMATION_EXCLUSIONS) as ConfirmationExclusion[]).map((code) => ({
    code,
    article: CONFIRMATION_EXCLUSIONS[code],
    met: !exclusions.includes(code),
  }));
  return [
    { code: 'notWritten', article: '民诉法解释354', met: form !== 'oral' },
    { code: 'notEffective', article: '人民调解法33', met: effective !== undefined },
    { code: 'tooLate', article: '民事诉讼法205', met: lastDay === undefined ? undefined : today <= lastDay },
    ...barred,
    { code: 'notJoint', article: '民事诉讼法205', met: asked.jointly },
    { code: 'notCertified', article: '民诉法解释354', met: asked.organisationCertified },
  ];
}

/** Whether the parties may apply for judicial confirmation now, with every reason against it and its article. */
export function confirmationEligibility(input: ConfirmationInput, holidays: HolidayTable): ConfirmationFinding {
  const { effectiveOn: effective } = input;
  const lastDay = effective === undefined ? undefined : confirmationLastDay(effective, holidays);
  const reasons = confirmationRules(input, lastDay)
    .filter(({ met }) => met === false)
    .map(({ code, article }) => ({ code, article }));
  return { eligible: reasons.length === 0, ...(lastDay ? { lastDay } : {}), reasons };
}
