// What becomes of a case at the court: the ways a suit ends, the code under which the result is counted (O16, O17), the
// follow-up codes of filing (O51–O53), and how long the parties may still claim their rights elsewhere.

import { type CalendarDay, dayOfInstant, startOfDayInstant } from './calendar-day.ts';
import { dueAtOf, isInForce, startClock } from './clock.ts';
import { type EndingCode } from './ending.ts';
import { type HolidayTable } from './working-days.ts';

export const PROCEDURES = ['fastTrack', 'smallClaim', 'simple', 'ordinary'] as const;
export type Procedure = (typeof PROCEDURES)[number];

/** The follow-up of a failed mediation, by the procedure in which the case goes on. */
export const FOLLOW_UP: Readonly<Record<Procedure, EndingCode>> = {
  fastTrack: 'O52',
  smallClaim: 'O52',
  simple: 'O51',
  ordinary: 'O53',
};

interface CourtResultKind {
  /** The ending code, where the list has one for it. */
  readonly code?: EndingCode;
  /** Whether a suit ends so after an agreement reached in a mediation the court entrusted (特邀调解规定20). */
  readonly onAgreement: boolean;
  readonly basis: string;
}

export const COURT_RESULTS = {
  judgment: { onAgreement: false, basis: '民事诉讼法155' },
  courtMediation: { code: 'O16', onAgreement: true, basis: '民事诉讼法100；特邀调解规定20' },
  withdrawn: { code: 'O17', onAgreement: true, basis: '民事诉讼法148；特邀调解规定20' },
  closedOtherwise: { code: 'O17', onAgreement: true, basis: '2024-12-27意见(4)' },
  deemedWithdrawn: { code: 'O17', onAgreement: false, basis: '民诉法解释213；2024-12-27意见(6)' },
  dismissed: { onAgreement: false, basis: '民事诉讼法157' },
  transferred: { onAgreement: false, basis: '民事诉讼法37' },
} as const satisfies Readonly<Record<string, CourtResultKind>>;
export type CourtResultCode = keyof typeof COURT_RESULTS;
export const COURT_RESULT_CODES = Object.keys(COURT_RESULTS) as readonly CourtResultCode[];

/** The results a clerk may choose: a ruling that a suit counts as withdrawn is an act of its own, with its clock. */
export const courtResultsFor = (afterAgreement: boolean): readonly CourtResultCode[] =>
  COURT_RESULT_CODES.filter(
    (code) => code !== 'deemedWithdrawn' && (!afterAgreement || COURT_RESULTS[code].onAgreement),
  );

/** The code the result is counted under; undefined where the list has none. */
export const countedAs = (result: CourtResultCode): EndingCode | undefined =>
  (COURT_RESULTS[result] as CourtResultKind).code;

/** Ways a party may go on when mediation has ended (人民调解法26). */
export const REMEDIES = ['litigation', 'arbitration', 'administrative'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** Limitation of the claim as it is told to the parties. */
export interface LimitationHint {
  readonly interruptedOn: CalendarDay;
  readonly until: CalendarDay;
  /** True while the rest days of that year are not yet announced. */
  readonly provisional: boolean;
  readonly basis: string;
}

/**
 * Until when the claim may at least be brought, if no shorter term applies: the request for mediation interrupted
 * limitation, and it runs anew from the end of the mediation (CL40). Undefined for mediations that ended under older law.
 */
export function limitationHint(
  requestedOn: CalendarDay,
  endedOn: CalendarDay,
  labour: boolean,
  holidays: HolidayTable,
): LimitationHint | undefined {
  if (!isInForce('CL40', endedOn)) return undefined;
  const clock = startClock('CL40', startOfDayInstant(endedOn), holidays, { variant: labour ? 'labour' : 'standard' });
  return {
    interruptedOn: requestedOn,
    until: dayOfInstant(dueAtOf(clock)),
    provisional: clock.provisional === true,
    basis: labour ? '劳动争议调解仲裁法27' : '诉讼时效规定12；民法典188、195',
  };
}
