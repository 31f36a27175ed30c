// The dossier of one round of mediation: what belongs in it, in which order, and what the court may not see of it.
// Order and duty after the standard dossier of people's mediation (司法部 2010-12 卷宗格式); 人民调解法27.

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
