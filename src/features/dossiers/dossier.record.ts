import { type DossierPart } from '../../domain/dossier.ts';
import { type FormId, type NeedId } from '../../domain/form.ts';

/** One dossier put together as a PDF; the latest of a round counts. */
export interface BoundDossier {
  readonly id: string;
  readonly disputeId: string;
  readonly round: number;
  readonly state: 'waiting' | 'done' | 'failed';
  /** Papers taken in so far, of all. */
  readonly progress: { readonly done: number; readonly of: number };
  readonly requestedAt: Date;
  readonly requestedBy: { readonly accountId: string; readonly name: string };
  readonly finishedAt?: Date;
  readonly contentId?: string;
  readonly bytes?: number;
  readonly pages?: number;
  /** Papers that have no pages to print: recordings, office files, broken ones. */
  readonly leftOut: readonly string[];
  readonly problem?: string;
}

/** A missing paper and whether the system can make it. */
export interface Makeable {
  readonly part: DossierPart;
  /** The form that would prove the part; missing where only a paper handed in can. */
  readonly form?: FormId;
  readonly session?: number;
  readonly state: 'ready' | 'waiting' | 'lacking' | 'byHand';
  readonly lacking: readonly NeedId[];
  /** Ids of questions nobody has answered yet. */
  readonly open: readonly string[];
}

/** How one part of a dossier stands. */
export interface PartStanding {
  readonly part: DossierPart;
  readonly duty: 'required' | 'asNeeded';
  readonly papers: readonly { readonly id: string; readonly title: string; readonly pages: number | null }[];
  readonly missing: boolean;
}
