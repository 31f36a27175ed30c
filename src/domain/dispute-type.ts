// What disputes are about: the columns of the people's-mediation statistics, with the local sub-types.
// `suitable` follows 简易程序规定 14 and the SPC's wide list (4.2); `arbitrationFirst` follows 劳动争议调解仲裁法.

export type Suitability = 'yes' | 'ask';

export interface DisputeType {
  /** The word of the glossary; names to show are in the locale files by code. */
  readonly name: string;
  /** The statistical type a local sub-type is counted under. */
  readonly under?: string;
  readonly suitable: Suitability;
  /** Labour disputes go to arbitration before a court. */
  readonly arbitrationFirst?: true;
}

export const DISPUTE_TYPES = {
  '01': { name: 'family', suitable: 'yes' },
  '02': { name: 'neighbour', suitable: 'yes' },
  '03': { name: 'housingAndHomestead', suitable: 'yes' },
  '04': { name: 'contract', suitable: 'ask' },
  '05': { name: 'business', suitable: 'ask' },
  '06': { name: 'damages', suitable: 'yes' },
  '07': { name: 'forestAndLand', suitable: 'ask' },
  '08': { name: 'expropriation', suitable: 'ask' },
  '09': { name: 'environment', suitable: 'ask' },
  '10': { name: 'traffic', suitable: 'yes' },
  '11': { name: 'propertyService', suitable: 'yes' },
  '12': { name: 'medical', suitable: 'yes' },
  '13': { name: 'labour', suitable: 'ask', arbitrationFirst: true },
  '14': { name: 'consumer', suitable: 'yes' },
  '15': { name: 'tourism', suitable: 'ask' },
  '16': { name: 'intellectualProperty', suitable: 'ask' },
  '17': { name: 'internet', suitable: 'ask' },
  '18': { name: 'heating', under: '11', suitable: 'yes' },
  '19': { name: 'prepaidCard', under: '14', suitable: 'yes' },
  '20': { name: 'training', under: '14', suitable: 'yes' },
  '21': { name: 'privateLending', under: '04', suitable: 'yes' },
  '99': { name: 'other', suitable: 'ask' },
} as const satisfies Readonly<Record<string, DisputeType>>;
export type DisputeTypeCode = keyof typeof DISPUTE_TYPES;
/** In the order of the statistics; an object of digits lists '10' before '01'. */
export const DISPUTE_TYPE_CODES = Object.keys(DISPUTE_TYPES).toSorted() as readonly DisputeTypeCode[];

/** Whether the dispute goes to arbitration before any court hears it. */
export const isLabour = (type: string): boolean =>
  (DISPUTE_TYPES as Readonly<Partial<Record<string, DisputeType>>>)[type]?.arbitrationFirst === true;

/** The column of the statistics a type is counted in. */
export function statisticalType(code: DisputeTypeCode): DisputeTypeCode {
  const type: DisputeType = DISPUTE_TYPES[code];
  return (type.under as DisputeTypeCode | undefined) ?? code;
}

/**
 * Matters a village committee may be given (北京市接诉即办工作条例17: only what its list of duties names). The list is
 * the district's to set; these are the everyday matters between neighbours and within families.
 */
export const DEFAULT_VILLAGE_MATTERS: ReadonlySet<string> = new Set(['01', '02', '03', '06', '11', '21']);
