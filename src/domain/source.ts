// Where disputes come from: the twenty intake sources of the network. Each belongs to one of the three groups the
// people's-mediation statistics report (主动调解, 当事人申请, 移送委托). Names to show are in the locale files by code.

export type SourceGroup = 'found' | 'applied' | 'referred';

export const SOURCES = {
  I01: { name: 'walkIn', group: 'applied' },
  I02: { name: 'telephone', group: 'applied' },
  I03: { name: 'hotline12345', group: 'referred' },
  I04: { name: 'courtHotline12368', group: 'referred' },
  I05: { name: 'gridPatrol', group: 'found' },
  I06: { name: 'villageFound', group: 'found' },
  I07: { name: 'courtFilingWindow', group: 'referred' },
  I08: { name: 'onlineFiling', group: 'referred' },
  I09: { name: 'tribunal', group: 'referred' },
  I10: { name: 'police', group: 'referred' },
  I11: { name: 'petition', group: 'referred' },
  I12: { name: 'procuratorate', group: 'referred' },
  I13: { name: 'arbitration', group: 'referred' },
  I14: { name: 'authority', group: 'referred' },
  I15: { name: 'massOrganisation', group: 'referred' },
  I16: { name: 'media', group: 'referred' },
  I17: { name: 'selfService', group: 'applied' },
  I18: { name: 'governanceCentre', group: 'referred' },
  I19: { name: 'superior', group: 'referred' },
  I20: { name: 'imported', group: 'referred' },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly group: SourceGroup }>>;
export type SourceCode = keyof typeof SOURCES;
export const SOURCE_CODES = Object.keys(SOURCES) as readonly SourceCode[];

/** Sources through which a court sends a dispute; with them the tracks T2 and T3 come into question. */
export const COURT_SOURCES: readonly SourceCode[] = ['I04', 'I07', 'I08', 'I09'];

/** Suits lodged at the filing window or online; what comes from a tribunal otherwise may be a referral without a suit. */
export const LODGED_AT_COURT: readonly SourceCode[] = ['I07', 'I08'];

/** The two hotlines; what comes from them again and again is a sign of danger (4.5). */
export const HOTLINE_SOURCES: readonly SourceCode[] = ['I03', 'I04'];
