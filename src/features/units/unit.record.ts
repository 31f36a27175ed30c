import { type Tier } from '../../domain/tier.ts';

/** A name in both languages of the interface. */
export interface Names {
  readonly zh: string;
  readonly en: string;
}

/** A court, tribunal, centre or village body as the law's network knows it. Days are `YYYY-MM-DD`. */
export interface UnitRecord {
  readonly code: string;
  readonly tier: Tier;
  /** 法院, 院本部, 人民法庭, 街道, 镇, 乡, 村 or 社区. */
  readonly kind: string;
  /** The everyday name: 宋庄镇. */
  readonly name: Names;
  /** The name of the body itself: 宋庄镇多元解纷中心. */
  readonly fullName: Names;
  readonly parent?: string;
  /** Codes from the court to the unit itself. */
  readonly path: readonly string[];
  readonly validFrom: string;
  /** First day on which the unit no longer exists. */
  readonly validTo?: string;
  readonly predecessors: readonly string[];
  readonly formerNames: readonly { readonly name: Names; readonly fullName: Names; readonly until: string }[];
  /** Court only: the word of its docket numbers, 京0112. */
  readonly docketWord?: string;
}

/** From one day on, disputes of a township, or of one village of it, belong to a tribunal. Rows are never changed but to be closed. */
export interface JurisdictionRule {
  readonly id: string;
  readonly township: string;
  /** Only this village of the township: an exception to the township's own rule. */
  readonly village?: string;
  readonly tribunal: string;
  readonly validFrom: string;
  /** First day on which another row holds. */
  readonly validTo?: string;
  /** Delivered as an example, not decided by the court. */
  readonly example: boolean;
  readonly reason?: string;
  readonly setAt: Date;
  readonly setBy: { readonly accountId: string; readonly name: string };
  /** Replaced before or at its first day, so it never took effect again. */
  readonly supersededAt?: Date;
}

/** True when the row, or the unit, holds on the day. */
export const holdsOn = (dated: { readonly validFrom: string; readonly validTo?: string }, day: string): boolean =>
  dated.validFrom <= day && (dated.validTo === undefined || day < dated.validTo);
