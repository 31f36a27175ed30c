// Who has agreed to the next extension of the term, each on its own day and in its own way (特邀调解规定27; 2024-12-27意见(3)).

import { consentOf, type ConsentState } from '../../domain/consent.ts';
import { type DisputeRecord, type Party, runningTerm } from '../disputes/index.ts';
import { disputants } from './entry.ts';
import { type ConsentEntry } from './mediation.record.ts';
import { type MediationRepository } from './mediation.repository.ts';

export interface ExtensionAnswer {
  readonly party: Party;
  readonly answer: ConsentState;
  /** The entry in which the party said so; missing while it has not been asked. */
  readonly entry?: ConsentEntry;
}

/** Where each party stands; what was agreed to before the term was last extended is used up. */
export async function extensionAnswers(
  repository: MediationRepository,
  dispute: DisputeRecord,
): Promise<readonly ExtensionAnswer[]> {
  const last = runningTerm(dispute)?.extensions.at(-1)?.agreedAt;
  const fresh = (await repository.consents(dispute)).filter(
    ({ scope, recordedAt }) => scope === 'extension' && (!last || recordedAt > last),
  );
  return disputants(dispute).map((party) => {
    const entry = fresh.findLast(({ partyId }) => partyId === party.id);
    return { party, answer: consentOf(party.id, 'extension', fresh), ...(entry ? { entry } : {}) };
  });
}
