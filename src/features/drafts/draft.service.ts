import { conflict } from '../../domain/errors.ts';
import { type Actor } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type StoredDraft } from './draft.model.ts';
import { type Draft, type DraftFields, KEPT_DAYS, MOST_DRAFTS } from './draft.record.ts';
import { type DraftRepository } from './draft.repository.ts';

export interface DraftDeps {
  readonly repository: DraftRepository;
  readonly personalData: PersonalData;
  readonly clock: Clock;
}

/** Names the form a draft belongs to. */
export interface DraftKey {
  readonly act: string;
  readonly disputeId: string;
}

export interface DraftInput {
  /** The revision the page knows, 0 for none. */
  readonly base: number;
  readonly of: string;
  readonly device: string;
  readonly fields: DraftFields;
}

export type Saving =
  { readonly saved: true; readonly draft: Draft } | { readonly saved: false; readonly draft: Draft | undefined };

const DAY_MS = 86_400_000;

/** Keeps what people type until they send it. The owner alone can read it; nothing else in the system asks. */
export class DraftService {
  readonly #deps: DraftDeps;

  constructor(deps: DraftDeps) {
    this.#deps = deps;
  }

  async read(actor: Actor, key: DraftKey): Promise<Draft | undefined> {
    const stored = await this.#deps.repository.find(idOf(actor, key));
    return stored && this.#opened(stored);
  }

  /**
   * Saves what follows the revision the page knows. When another page or device has saved meanwhile nothing is
   * overwritten: the other text comes back, so that the person sees both.
   * @throws DomainError conflict `draft.tooMany`
   */
  async save(actor: Actor, key: DraftKey, { base, of, device, fields }: DraftInput): Promise<Saving> {
    const { repository, personalData, clock } = this.#deps;
    const now = clock.now();
    const stored: StoredDraft = {
      _id: idOf(actor, key),
      accountId: actor.accountId,
      of,
      device,
      sealed: personalData.seal(JSON.stringify(fields)),
      revision: base + 1,
      savedAt: now,
      expiresAt: new Date(now.getTime() + KEPT_DAYS * DAY_MS),
    };
    if (base === 0 && (await repository.count(actor.accountId)) >= MOST_DRAFTS) throw conflict('draft.tooMany');
    if (await repository.follow(stored, base)) return { saved: true, draft: this.#opened(stored) };
    return { saved: false, draft: await this.read(actor, key) };
  }

  async forget(actor: Actor, key: DraftKey): Promise<void> {
    await this.#deps.repository.remove(idOf(actor, key));
  }

  #opened({ sealed, revision, of, device, savedAt }: StoredDraft): Draft {
    const fields = JSON.parse(this.#deps.personalData.open(sealed)) as DraftFields;
    return { revision, of, device, savedAt, fields };
  }
}

const idOf = ({ accountId }: Actor, { act, disputeId }: DraftKey): string => `${accountId}:${act}:${disputeId}`;
