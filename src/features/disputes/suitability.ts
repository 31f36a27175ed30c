// What the rules of suitability say of a dispute, under the lists and figures the court has set.

import { type FieldError, DomainError } from '../../domain/errors.ts';
import {
  type AverageWage,
  barring,
  suitabilityOf,
  type SuitabilityFacts,
  type SuitabilityFinding,
} from '../../domain/suitability.ts';
import { type Tier } from '../../domain/tier.ts';
import { type DisputeRecord } from './dispute.record.ts';

/** The lists and figures in force today. */
export type SuitabilityPolicy = () => Promise<{
  readonly villageMatters: ReadonlySet<string>;
  readonly averageWage?: AverageWage | undefined;
  /** True while the list is the model district's and not the court's own. */
  readonly example?: boolean | undefined;
}>;

/** What a request says of itself, registered or still being typed. */
export type Matter = Pick<DisputeRecord, 'type' | 'facts' | 'claims'> &
  Partial<Pick<DisputeRecord, 'cause' | 'amountFen'>>;

/** As `Matter`, as it is typed. */
export type TypedMatter = Pick<Matter, 'type' | 'facts' | 'claims' | 'cause'> & { readonly amount?: string };

export const suitabilityUnder = async (
  policy: SuitabilityPolicy,
  matter: Matter,
): Promise<readonly SuitabilityFinding[]> => {
  const facts: SuitabilityFacts = { ...matter, ...(await policy()) };
  return suitabilityOf(facts);
};

/**
 * A village is given only what its list of duties names; the township stays responsible and may ask it for help.
 * @throws DomainError `validation` on the field, with the rule, when the matter is not for a village
 */
export function refuseVillage(findings: readonly SuitabilityFinding[], to: Tier, field: string): void {
  const barred = to === 'village' ? barring(findings, 'notForVillage') : undefined;
  if (!barred) return;
  const error: FieldError = {
    field,
    code: 'law.suitability.notForVillage',
    params: { rule: barred.rule, article: barred.basis },
  };
  throw new DomainError('invalid', 'validation', { rule: barred.rule, errors: [error] });
}
