// The request of one household, made of what the series shares and what its row says.

import { type PartyInput, type RegisterInput } from '../disputes/index.ts';
import { type HouseholdValues } from './series.record.ts';

/** What a series is made of, before its households. */
export interface SeriesInput {
  readonly title: string;
  readonly source: string;
  readonly type: string;
  readonly facts: string;
  readonly claims: readonly string[];
  readonly placeUnit: string;
  readonly commonSide: 'applicant' | 'respondent';
  readonly common: Omit<PartyInput, 'side'>;
}

/** A household made up, to check what all of them share. */
export const PLAIN_HOUSEHOLD: HouseholdValues = { name: '某户', phone: '', idNumber: '', address: '', amount: '' };

/** The household's own words in the common text. */
export const filledIn = (text: string, { name, amount }: Pick<HouseholdValues, 'name' | 'amount'>): string =>
  text.replaceAll('{姓名}', name).replaceAll('{金额}', amount);

/** The request of one household; parties in the order applicant, respondent. */
export function registerInput(series: SeriesInput, values: HouseholdValues): RegisterInput {
  const other = series.commonSide === 'applicant' ? 'respondent' : 'applicant';
  const common: PartyInput = { ...series.common, side: series.commonSide };
  const household: PartyInput = {
    side: other,
    kind: 'natural',
    name: values.name,
    agents: [],
    ...(values.phone ? { phone: values.phone } : {}),
    ...(values.idNumber ? { idNumber: values.idNumber } : {}),
    ...(values.address ? { address: values.address } : {}),
  };
  return {
    source: series.source,
    type: series.type,
    facts: filledIn(series.facts, values),
    claims: series.claims.map((claim) => filledIn(claim, values)),
    ...(values.amount ? { amount: values.amount } : {}),
    placeUnit: series.placeUnit,
    ...(values.address ? { placeText: values.address } : {}),
    parties: series.commonSide === 'applicant' ? [common, household] : [household, common],
    riskTriggers: [],
  };
}
