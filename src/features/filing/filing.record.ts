// What goes to the court with a case, and how a case is closed and put away.

import { type CalendarDay } from '../../domain/calendar-day.ts';
import { type DossierPart } from '../../domain/dossier.ts';
import { type Agreement, type Failure, type ServiceAddress, type Side, type Termination } from '../disputes/index.ts';

/** Kinds of material in a package, in the order of the list of transfer (F26). */
export const MATERIALS = [
  'complaintSummary',
  'enforcementApplication',
  'confirmationRuling',
  'evidence',
  'serviceAddress',
  'undisputedFacts',
  'failureRecord',
  'termination',
  'agreement',
] as const;
export type Material = (typeof MATERIALS)[number];

/**
 * The package as it was handed over. It names what may travel and has no place for anything else: concessions,
 * proposals, session records and private notes stay with the mediation (特邀调解规定21–22; 在线调解规则18).
 */
export interface FilingPackage {
  readonly disputeId: string;
  readonly round: number;
  readonly builtAt: Date;
  readonly builtBy: { readonly accountId: string; readonly name: string };
  readonly number: string;
  readonly materials: readonly Material[];
  readonly complaint: {
    readonly requestedOn: CalendarDay;
    readonly type: string;
    readonly cause?: string;
    readonly facts: string;
    readonly claims: readonly string[];
    readonly amountFen?: number;
    readonly parties: readonly {
      readonly id: string;
      readonly side: Side;
      readonly kind: 'natural' | 'organisation';
      readonly name: string;
      readonly representative?: string;
      readonly agents: readonly { readonly name: string; readonly authority: 'general' | 'special' }[];
    }[];
  };
  readonly evidence: readonly string[];
  readonly serviceAddresses: readonly {
    readonly partyId: string;
    readonly confirmedOn: CalendarDay;
    readonly electronic: boolean;
    /** The confirmation itself, sealed as it stands in the record; missing where only the day was noted. */
    readonly address?: ServiceAddress;
  }[];
  readonly undisputedFacts: readonly string[];
  readonly failure?: Pick<Failure, 'ending' | 'on' | 'course' | 'reason' | 'costConduct' | 'hints' | 'remediesToldOn'>;
  readonly termination?: Termination;
  /** Only an agreement in effect, whose breach or unsuccessful confirmation is the reason for suing. */
  readonly agreement?: Pick<Agreement, 'form' | 'reachedOn' | 'effectiveOn' | 'terms' | 'items' | 'confirmation'>;
}

export const RETENTIONS = ['short', 'long', 'permanent'] as const;
export type Retention = (typeof RETENTIONS)[number];

/** Closing report and dossier of one round. */
export interface Dossier {
  readonly disputeId: string;
  readonly round: number;
  readonly summary: string;
  readonly satisfactionInvited: boolean;
  readonly closedAt: Date;
  readonly closedBy: { readonly accountId: string; readonly name: string };
  readonly parts?: readonly DossierPart[];
  readonly retention?: Retention;
  readonly pages?: number;
  readonly archivedAt?: Date;
  readonly archivedBy?: { readonly accountId: string; readonly name: string };
}
