// Coded phrases of the work of mediation: what disputes of a kind are usually about and how they usually end, so that a
// mediator taps instead of typing. The words are texts of the interface, with the parties' names in them.

import { type DisputeTypeCode } from './dispute-type.ts';

export const ISSUE_PHRASES = [
  'cause',
  'liability',
  'damage',
  'amount',
  'boundary',
  'passage',
  'noise',
  'debt',
  'service',
  'support',
  'shares',
  'performance',
] as const;
export type IssuePhrase = (typeof ISSUE_PHRASES)[number];

export const PROPOSAL_PHRASES = [
  'payOnce',
  'instalments',
  'repair',
  'remove',
  'passage',
  'quietHours',
  'reduceFee',
  'monthlySupport',
  'share',
  'apologise',
  'nothingFurther',
] as const;
export type ProposalPhrase = (typeof PROPOSAL_PHRASES)[number];

export interface Phrases {
  readonly issues: readonly IssuePhrase[];
  readonly proposals: readonly ProposalPhrase[];
}

const USUAL: Phrases = {
  issues: ['cause', 'liability', 'amount', 'performance'],
  proposals: ['payOnce', 'instalments', 'apologise', 'nothingFurther'],
};

const BY_TYPE: Readonly<Partial<Record<DisputeTypeCode, Phrases>>> = {
  '01': {
    issues: ['support', 'shares', 'cause', 'performance'],
    proposals: ['monthlySupport', 'share', 'apologise', 'nothingFurther'],
  },
  '02': {
    issues: ['damage', 'amount', 'boundary', 'passage', 'noise'],
    proposals: ['payOnce', 'repair', 'remove', 'passage', 'quietHours', 'apologise', 'nothingFurther'],
  },
  '03': {
    issues: ['boundary', 'shares', 'amount', 'performance'],
    proposals: ['share', 'payOnce', 'repair', 'nothingFurther'],
  },
  '06': {
    issues: ['liability', 'damage', 'amount', 'performance'],
    proposals: ['payOnce', 'instalments', 'apologise', 'nothingFurther'],
  },
  '11': {
    issues: ['service', 'debt', 'amount', 'performance'],
    proposals: ['reduceFee', 'payOnce', 'instalments', 'nothingFurther'],
  },
  '21': {
    issues: ['debt', 'amount', 'performance'],
    proposals: ['payOnce', 'instalments', 'nothingFurther'],
  },
};

/** What disputes of the type are usually about and how they usually end. */
export const phrasesOf = (type: string): Phrases => BY_TYPE[type as DisputeTypeCode] ?? USUAL;
