// The data dictionary: every stored field that statistics rest on, with what it is, its unit, who gives it and since which
// version of the dictionary. After the practice of the National Open Court Data Standards (NCSC/COSCA 2020): the same term
// means the same everywhere. Definitions in words are texts by the same names; indicators are described by their own table.

export const ELEMENT_KINDS = ['text', 'code', 'day', 'instant', 'number', 'flag', 'list', 'group'] as const;
export type ElementKind = (typeof ELEMENT_KINDS)[number];
export const ELEMENT_UNITS = ['fen', 'days', 'times', 'events'] as const;
export type ElementUnit = (typeof ELEMENT_UNITS)[number];
/** What part of the work gives the value. */
export const ELEMENT_SOURCES = [
  'registration',
  'acceptance',
  'handOver',
  'mediation',
  'agreement',
  'ending',
  'filing',
  'court',
  'risk',
  'import',
  'system',
] as const;
export type ElementSource = (typeof ELEMENT_SOURCES)[number];

export interface Element {
  readonly kind: ElementKind;
  readonly source: ElementSource;
  readonly unit?: ElementUnit;
  /** Version of the dictionary in which it came or changed its meaning; 1 where missing. */
  readonly version?: number;
}

/** Raised by one whenever an element comes, goes, or changes its meaning. */
export const DICTIONARY_VERSION = 1;

const element = (kind: ElementKind, source: ElementSource, unit?: ElementUnit): Element =>
  unit === undefined ? { kind, source } : { kind, source, unit };

/** By record, then by path within it. */
export const DICTIONARY = {
  dispute: {
    number: element('text', 'registration'),
    version: element('number', 'system'),
    eventCount: element('number', 'system', 'events'),
    state: element('code', 'system'),
    track: element('code', 'registration'),
    round: element('number', 'system'),
    roundOn: element('day', 'system'),
    source: element('code', 'registration'),
    type: element('code', 'registration'),
    cause: element('text', 'registration'),
    causeCode: element('code', 'registration'),
    causeEdition: element('text', 'registration'),
    title: element('text', 'registration'),
    facts: element('text', 'registration'),
    claims: element('list', 'registration'),
    amountFen: element('number', 'registration', 'fen'),
    place: element('group', 'registration'),
    requestedOn: element('day', 'registration'),
    lodgedAt: element('instant', 'registration'),
    acceptedAt: element('instant', 'acceptance'),
    endedAt: element('instant', 'ending'),
    closedAt: element('instant', 'ending'),
    parties: element('list', 'registration'),
    owner: element('group', 'system'),
    origin: element('group', 'registration'),
    custody: element('list', 'handOver'),
    handOver: element('group', 'handOver'),
    assists: element('list', 'handOver'),
    bounces: element('number', 'handOver', 'times'),
    rulingUnit: element('code', 'handOver'),
    boundUnit: element('code', 'handOver'),
    pushedDown: element('flag', 'handOver'),
    mediator: element('group', 'mediation'),
    recusal: element('group', 'mediation'),
    rightsToldOn: element('day', 'mediation'),
    sessions: element('number', 'mediation', 'times'),
    contactAttempts: element('number', 'mediation', 'times'),
    extensions: element('number', 'mediation', 'times'),
    failures: element('number', 'ending', 'times'),
    risk: element('code', 'risk'),
    riskTriggers: element('list', 'risk'),
    riskFile: element('group', 'risk'),
    clocks: element('list', 'system'),
    nextDueAt: element('instant', 'system'),
    nextSweepAt: element('instant', 'system'),
    agreement: element('group', 'agreement'),
    failure: element('group', 'ending'),
    filing: element('group', 'filing'),
    referralDocket: element('text', 'filing'),
    enforcement: element('group', 'agreement'),
    undisputedFacts: element('list', 'mediation'),
    termination: element('group', 'ending'),
    courtResult: element('group', 'court'),
    missing: element('list', 'registration'),
    outcome: element('group', 'ending'),
    mergedInto: element('text', 'registration'),
    external: element('group', 'import'),
    visibleTo: element('list', 'system'),
    terms: element('list', 'system'),
    updatedAt: element('instant', 'system'),
  },
  event: {
    disputeId: element('text', 'system'),
    seq: element('number', 'system'),
    act: element('code', 'system'),
    article: element('code', 'system'),
    from: element('code', 'system'),
    to: element('code', 'system'),
    at: element('instant', 'system'),
    recordedAt: element('instant', 'system'),
    'actor.accountId': element('text', 'system'),
    'actor.name': element('text', 'system'),
    'actor.role': element('code', 'system'),
    'actor.unitCode': element('code', 'system'),
    ownerUnit: element('code', 'system'),
    counted: element('group', 'system'),
    data: element('group', 'system'),
  },
  counted: {
    state: element('code', 'system'),
    track: element('code', 'registration'),
    source: element('code', 'registration'),
    type: element('code', 'registration'),
    risk: element('code', 'risk'),
    round: element('number', 'system'),
    township: element('code', 'registration'),
    'owner.unit': element('code', 'system'),
    'owner.tier': element('code', 'system'),
    mediator: element('text', 'mediation'),
    lodgedOn: element('day', 'registration'),
    acceptedOn: element('day', 'acceptance'),
    'outcome.code': element('code', 'ending'),
    'outcome.on': element('day', 'ending'),
    'outcome.unit': element('code', 'ending'),
    'outcome.tier': element('code', 'ending'),
    failedOn: element('day', 'ending'),
    filedOn: element('day', 'filing'),
    procedure: element('code', 'filing'),
    closedOn: element('day', 'ending'),
    mediationDays: element('number', 'ending', 'days'),
    contactedInTime: element('flag', 'mediation'),
    overdue: element('flag', 'system'),
    extensions: element('number', 'mediation', 'times'),
    sessions: element('number', 'mediation', 'times'),
    bounces: element('number', 'handOver', 'times'),
    'handOver.id': element('text', 'handOver'),
    'handOver.kind': element('code', 'handOver'),
    'handOver.to.unit': element('code', 'handOver'),
    'handOver.to.tier': element('code', 'handOver'),
    'handOver.sentOn': element('day', 'handOver'),
    'handOver.dueAt': element('instant', 'handOver'),
    'agreement.reachedOn': element('day', 'agreement'),
    'agreement.form': element('code', 'agreement'),
    'agreement.effectiveOn': element('day', 'agreement'),
    'agreement.dueFen': element('number', 'agreement', 'fen'),
    'agreement.paidFen': element('number', 'agreement', 'fen'),
    'agreement.lastDueOn': element('day', 'agreement'),
    'agreement.settled': element('flag', 'agreement'),
    'agreement.appliedOn': element('day', 'agreement'),
    'agreement.ruledOn': element('day', 'agreement'),
    'agreement.confirmed': element('flag', 'agreement'),
  },
  row: {
    disputeId: element('text', 'system'),
    source: element('code', 'system'),
    on: element('day', 'system'),
    unit: element('code', 'system'),
    tier: element('code', 'system'),
    type: element('code', 'system'),
    scopes: element('list', 'system'),
    flags: element('list', 'system'),
    days: element('number', 'system', 'days'),
    fen: element('number', 'system', 'fen'),
    mediator: element('text', 'system'),
  },
  input: {
    key: element('code', 'court'),
    unit: element('code', 'court'),
    period: element('text', 'court'),
    value: element('number', 'court'),
    origin: element('text', 'court'),
    setAt: element('instant', 'system'),
    setBy: element('group', 'system'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Element>>>>;
export type DictionaryRecord = keyof typeof DICTIONARY;
export const DICTIONARY_RECORDS = Object.keys(DICTIONARY) as readonly DictionaryRecord[];

export interface DictionaryRow extends Element {
  readonly record: DictionaryRecord;
  readonly path: string;
}

/** Every element in order. */
export const dictionaryRows = (): readonly DictionaryRow[] =>
  DICTIONARY_RECORDS.flatMap((record) =>
    Object.entries(DICTIONARY[record] as Readonly<Record<string, Element>>).map(([path, row]) => ({
      record,
      path,
      ...row,
    })),
  );
