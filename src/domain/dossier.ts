// The dossier of one round of mediation: what belongs in it, in which order, and what the court may not see of it.
// Order and duty after the standard dossier of people's mediation (司法部 2010-12 卷宗格式); 人民调解法27.

import { type FormId } from './form.ts';

/** The parts of a dossier, in order. */
export const DOSSIER_PARTS = [
  'application',
  'rightsNotice',
  'identity',
  'authority',
  'investigation',
  'evidence',
  'sessionRecord',
  'agreement',
  'receipts',
  'revisit',
  'confirmation',
  'termination',
  'situation',
  'backCover',
] as const;
export type DossierPart = (typeof DOSSIER_PARTS)[number];

/** Parts into which people may put papers of their own; the back cover is made by the system. */
export const FILED_PARTS: readonly DossierPart[] = DOSSIER_PARTS.filter((part) => part !== 'backCover');

/**
 * Parts that hold what was said in mediation. They stay with the mediators and their units: the court, which may try
 * the case, does not read them (特邀调解规定22、28(4); 在线调解规则18; 民诉法解释146).
 */
export const CONFIDENTIAL_PARTS: readonly DossierPart[] = ['investigation', 'sessionRecord'];

/** What of a round decides which parts its dossier may not lack. */
export interface DossierFacts {
  readonly sessions: number;
  readonly agreement?:
    | {
        readonly items: readonly { readonly paidFen: number }[];
        readonly confirmation?: object | undefined;
      }
    | undefined;
  readonly failure?: object | undefined;
}

/** When a part may not be missing (必须); every other part is filed as needed (按需). */
const REQUIRED: Readonly<Partial<Record<DossierPart, (facts: DossierFacts) => boolean>>> = {
  application: () => true,
  // Whoever never came to the table was told nothing there and showed no identity card.
  rightsNotice: ({ sessions }) => sessions > 0,
  identity: ({ sessions }) => sessions > 0,
  sessionRecord: ({ sessions }) => sessions > 0,
  agreement: ({ agreement }) => agreement !== undefined,
  receipts: ({ agreement }) => agreement?.items.some(({ paidFen }) => paidFen > 0) ?? false,
  confirmation: ({ agreement }) => agreement?.confirmation !== undefined,
  termination: ({ failure }) => failure !== undefined,
};

/** Parts the dossier may not lack, by how the mediation went. Cover and back are made when it is bound. */
export const requiredParts = (facts: DossierFacts): readonly DossierPart[] =>
  FILED_PARTS.filter((part) => REQUIRED[part]?.(facts) ?? false);

/** Parts that stay true in a later round and need not be handed in again. */
export const CARRIED_PARTS: readonly DossierPart[] = ['application', 'identity', 'authority'];

/** Forms that prove a part; other forms of the same part lie beside them. A paper handed in always counts. */
export const PROVING_FORMS: Readonly<Partial<Record<DossierPart, readonly FormId[]>>> = {
  application: ['F02', 'F01'],
  rightsNotice: ['F03'],
  sessionRecord: ['F07'],
  agreement: ['F10', 'F11'],
  receipts: ['F22'],
  confirmation: ['F12'],
  termination: ['F19'],
};

/** A paper as the completeness of a dossier looks at it. */
export interface FiledPaper {
  readonly part: DossierPart;
  readonly form?: string | undefined;
  /** Number of the session a record is about. */
  readonly session?: number | undefined;
}

/** Required parts that no paper proves; sessions need a record each, unless the signed record was handed in. */
export function missingParts(facts: DossierFacts, papers: readonly FiledPaper[]): readonly DossierPart[] {
  return requiredParts(facts).filter((part) => {
    const own = papers.filter((paper) => paper.part === part);
    if (own.some(({ form }) => form === undefined)) return false;
    const proofs = own.filter(({ form }) => PROVING_FORMS[part]?.some((one) => one === form));
    if (part !== 'sessionRecord') return proofs.length === 0;
    return new Set(proofs.map(({ session }) => session)).size < facts.sessions;
  });
}
