// Which mediator fits a dispute best, as a sum whose every part is shown. Whoever is away or full stands at the end and
// is never appointed by the system; results are smoothed, so that a few cases prove little, and an appointment declined
// counts like a failure, so that picking easy cases does not pay.

import { type Tier } from './tier.ts';

/** How much each part weighs; only their proportions matter. */
export interface SuggestionWeights {
  readonly area: number;
  readonly skill: number;
  readonly language: number;
  readonly load: number;
  readonly result: number;
}
export const SUGGESTION_PARTS = ['area', 'skill', 'language', 'load', 'result'] as const;
export type SuggestionPart = (typeof SUGGESTION_PARTS)[number];
export const DEFAULT_SUGGESTION_WEIGHTS: SuggestionWeights = { area: 3, skill: 3, language: 1, load: 2, result: 1 };

/** Open cases a mediator takes at most, where the unit's head has set nothing else. */
export const DEFAULT_MAXIMUM_OPEN = 15;
/** Below so many finished cases a share says little. */
export const SMALL_NUMBER = 10;
/** The smoothed share starts from three successes in five. */
const PRIOR = { successes: 3, cases: 5 } as const;

export interface SuggestionCandidate {
  readonly accountId: string;
  readonly unitCode: string;
  readonly tier: Tier;
  /** Dispute types; empty: nothing was said. */
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly openCases: number;
  readonly maximumOpen: number;
  readonly absent: boolean;
  /** The records show a tie to a party, which has to be disclosed first. */
  readonly tied?: boolean | undefined;
  /** Cases that ended under this mediator, those that succeeded, and appointments declined without a conflict. */
  readonly ended: number;
  readonly succeeded: number;
  readonly declined: number;
}

export interface SuggestionCase {
  readonly ownerUnit: string;
  readonly placeUnit: string;
  readonly disputeType: string;
  /** Languages the parties need besides Chinese. */
  readonly languages: readonly string[];
}

/** Why a part has its value; a key of the locale files. */
export type SuggestionReason =
  | 'ownUnit'
  | 'placeUnit'
  | 'nearby'
  | 'skilled'
  | 'skillsUnknown'
  | 'otherSkills'
  | 'languageNotNeeded'
  | 'speaks'
  | 'doesNotSpeak'
  | 'load'
  | 'result'
  | 'resultSmall';

export interface RankedPart {
  readonly part: SuggestionPart;
  /** Between 0 and 1. */
  readonly value: number;
  readonly weight: number;
  readonly reason: SuggestionReason;
}

export interface Ranked {
  readonly candidate: SuggestionCandidate;
  /** Between 0 and 1, to four digits. */
  readonly score: number;
  readonly parts: readonly RankedPart[];
  /** absent, full or tied to a party: shown, but never first and never appointed by itself. */
  readonly unavailable: 'absent' | 'full' | 'tied' | undefined;
}

/** The share of successes, drawn towards the common one while the cases are few. */
export const smoothedShare = ({
  ended,
  succeeded,
  declined,
}: Pick<SuggestionCandidate, 'ended' | 'succeeded' | 'declined'>): number =>
  (succeeded + PRIOR.successes) / (ended + declined + PRIOR.cases);

type Judged = Pick<RankedPart, 'value' | 'reason'>;

const JUDGE: Readonly<Record<SuggestionPart, (candidate: SuggestionCandidate, dispute: SuggestionCase) => Judged>> = {
  area: ({ unitCode }, { ownerUnit, placeUnit }) => {
    if (unitCode === ownerUnit) return { value: 1, reason: 'ownUnit' };
    return unitCode === placeUnit ? { value: 0.7, reason: 'placeUnit' } : { value: 0.3, reason: 'nearby' };
  },
  skill: ({ skills }, { disputeType }) => {
    if (skills.length === 0) return { value: 0.5, reason: 'skillsUnknown' };
    return skills.includes(disputeType) ? { value: 1, reason: 'skilled' } : { value: 0, reason: 'otherSkills' };
  },
  language: (candidate, dispute) => {
    if (dispute.languages.length === 0) return { value: 1, reason: 'languageNotNeeded' };
    const speaks = dispute.languages.every((language) => candidate.languages.includes(language));
    return speaks ? { value: 1, reason: 'speaks' } : { value: 0, reason: 'doesNotSpeak' };
  },
  load: ({ openCases, maximumOpen }) => ({
    value: maximumOpen <= 0 ? 0 : Math.max(0, 1 - openCases / maximumOpen),
    reason: 'load',
  }),
  result: (candidate) => ({
    value: smoothedShare(candidate),
    reason: candidate.ended + candidate.declined < SMALL_NUMBER ? 'resultSmall' : 'result',
  }),
};

function unavailability(candidate: SuggestionCandidate): Ranked['unavailable'] {
  if (candidate.absent) return 'absent';
  if (candidate.openCases >= candidate.maximumOpen) return 'full';
  return candidate.tied ? 'tied' : undefined;
}

/** Everybody with every part of the score, the best first; ties go to fewer open cases, then to the lower id. */
export function rankMediators(
  candidates: readonly SuggestionCandidate[],
  dispute: SuggestionCase,
  weights: SuggestionWeights = DEFAULT_SUGGESTION_WEIGHTS,
): readonly Ranked[] {
  const whole = SUGGESTION_PARTS.reduce((sum, part) => sum + weights[part], 0);
  return candidates
    .map((candidate): Ranked => {
      const parts = SUGGESTION_PARTS.map((part) => ({
        part,
        weight: weights[part],
        ...JUDGE[part](candidate, dispute),
      }));
      const sum = parts.reduce((total, { value, weight }) => total + value * weight, 0);
      return {
        candidate,
        parts,
        score: whole > 0 ? Math.round((sum / whole) * 10_000) / 10_000 : 0,
        unavailable: unavailability(candidate),
      };
    })
    .toSorted(
      (a, b) =>
        Number(a.unavailable !== undefined) - Number(b.unavailable !== undefined) ||
        b.score - a.score ||
        a.candidate.openCases - b.candidate.openCases ||
        (a.candidate.accountId < b.candidate.accountId ? -1 : 1),
    );
}

/** The one the system would appoint by itself; undefined when everybody is away or full. */
export const firstChoice = (ranking: readonly Ranked[]): SuggestionCandidate | undefined =>
  ranking.find(({ unavailable }) => unavailable === undefined)?.candidate;
