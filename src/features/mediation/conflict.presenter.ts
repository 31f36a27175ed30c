import { type ConflictFinding } from '../../domain/conflict.ts';
import { type DisputeRecord } from '../disputes/index.ts';

/** What the records show, with the party's name; see `mediation:conflict`. */
export const conflictViews = (findings: readonly ConflictFinding[], { parties }: Pick<DisputeRecord, 'parties'>) =>
  findings.map(({ sign, partyId, weight, caseNumber }) => ({
    sign,
    weight,
    party: parties.find(({ id }) => id === partyId)?.name ?? partyId,
    number: caseNumber ?? '',
  }));
