/** What the head of a unit says of somebody who mediates there: what they are good at and how much they can take. */
export interface MediatorProfile {
  readonly accountId: string;
  /** Codes of dispute types; empty while nothing was said. */
  readonly skills: readonly string[];
  /** Languages besides Chinese. */
  readonly languages: readonly string[];
  readonly maximumOpen: number;
  /** Sealed, with the keyed hashes the conflict check compares (特邀调解规定15). */
  readonly idNumber?: string;
  readonly idIndex?: string;
  readonly address?: string;
  readonly addressIndex?: string;
  readonly updatedAt: Date;
  readonly updatedBy: { readonly accountId: string; readonly name: string };
  readonly version: number;
}

/** Languages of the district's people besides Chinese, and signing. */
export const MEDIATION_LANGUAGES = ['dialect', 'mongolian', 'uyghur', 'tibetan', 'korean', 'english', 'sign'] as const;
