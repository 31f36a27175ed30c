/** The checks, in the order of the report. */
export const CHECKS = [
  'owner',
  'custody',
  'number',
  'events',
  'handOver',
  'clocks',
  'docket',
  'filing',
  'risk',
  'mediator',
  'agreement',
  'proof',
  'members',
  'files',
  'dossier',
  'settings',
  'audit',
  'statistics',
] as const;
export type Check = (typeof CHECKS)[number];

/** One thing that is not as it must be. */
export interface Finding {
  readonly check: Check;
  /** Id and number of the dispute; missing where a whole series is at fault. */
  readonly dispute?: string;
  readonly number?: string;
  /** What is wrong, in plain English, without personal data. */
  readonly detail: string;
}

export interface VerificationReport {
  readonly checked: { readonly disputes: number; readonly events: number; readonly handOvers: number };
  readonly findings: readonly Finding[];
}
