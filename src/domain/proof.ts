// Proof that a mediation took place: each party confirms a session or the agreement by a code sent to its own phone. The
// law asks for a record (人民调解法27); that the parties themselves confirm it is the design of this system.

export const PROOF_SUBJECTS = ['session', 'agreement'] as const;
export type ProofSubject = (typeof PROOF_SUBJECTS)[number];

export const PROOF_ANSWERS = ['confirmed', 'denied'] as const;
export type ProofAnswer = (typeof PROOF_ANSWERS)[number];

/** Wrong codes after which a request is closed; a new one may be sent. */
export const MAX_TRIES = 5;
/** Days within which a party may answer. */
export const ANSWER_DAYS = 7;
export const CODE_DIGITS = 6;

export interface Answerable {
  readonly expiresAt: Date;
  readonly tries: number;
  readonly answer?: ProofAnswer | undefined;
}

export const PROOF_STANDINGS = ['waiting', 'confirmed', 'denied', 'expired', 'locked'] as const;
export type ProofStanding = (typeof PROOF_STANDINGS)[number];

/** What became of a request by now. */
export function standingOfProof({ answer, tries, expiresAt }: Answerable, now: Date): ProofStanding {
  if (answer) return answer;
  if (tries >= MAX_TRIES) return 'locked';
  return now > expiresAt ? 'expired' : 'waiting';
}
