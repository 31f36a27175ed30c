import { forbidden } from '../../domain/errors.ts';
import { type Actor, type Role } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type DisputeRecord, type DisputeService } from '../disputes/index.ts';
import { type PrivateNote } from './private-note.model.ts';
import { type PrivateNoteRepository } from './private-note.repository.ts';

export interface NoteView {
  readonly author: string;
  readonly text: string;
  readonly writtenAt: Date;
}

export interface PrivateNoteDeps {
  readonly repository: PrivateNoteRepository;
  readonly disputes: Pick<DisputeService, 'read'>;
  readonly personalData: PersonalData;
  readonly clock: Clock;
}

/**
 * Who supervises the mediators of a unit; a judge, who may try the case, is not among them, and neither is a colleague:
 * in a village, where no role is above another, a note is its author's alone.
 */
const HEADS: readonly Role[] = ['townshipHead'];
const RULE = '特邀调解规定22;在线调解规则18';

/** A mediator's private notes: what was said in confidence, for the mediator's own work and the head's supervision. */
export class PrivateNoteService {
  readonly #deps: PrivateNoteDeps;

  constructor(deps: PrivateNoteDeps) {
    this.#deps = deps;
  }

  /**
   * The notes this person may read: the mediator's own, and to the head of a unit those of its mediators.
   * @throws DomainError `disputeNotFound`; forbidden `mediation.notesNotYours`
   */
  async read(
    actor: Actor,
    disputeId: string,
  ): Promise<{ dispute: DisputeRecord; notes: readonly NoteView[]; mayWrite: boolean }> {
    const { dispute } = await this.#deps.disputes.read(actor, disputeId);
    const all = await this.#deps.repository.ofDispute(disputeId);
    const notes = all.filter((note) => mayRead(actor, note));
    const mayWrite = isMediator(actor, dispute);
    if (notes.length === 0 && !this.concerns(actor, dispute)) throw forbidden('mediation.notesNotYours', RULE);
    return {
      dispute,
      mayWrite,
      notes: notes.map((note) => ({
        author: note.authorName,
        text: this.#deps.personalData.open(note.text),
        writtenAt: note.writtenAt,
      })),
    };
  }

  /** Whether the dispute's page should lead this person to the notes: its mediator, or the head who supervises. */
  concerns(actor: Actor, dispute: DisputeRecord): boolean {
    return isMediator(actor, dispute) || (HEADS.includes(actor.role) && dispute.owner.code === actor.unit.code);
  }

  /** Keeps a note of the case's mediator. @throws DomainError `disputeNotFound`; forbidden `mediation.notesNotYours` */
  async write(actor: Actor, disputeId: string, text: string): Promise<void> {
    const { dispute } = await this.#deps.disputes.read(actor, disputeId);
    if (!isMediator(actor, dispute)) throw forbidden('mediation.notesNotYours', RULE);
    await this.#deps.repository.insert({
      disputeId,
      authorId: actor.accountId,
      authorName: actor.name,
      unitCode: actor.unit.code,
      text: this.#deps.personalData.seal(text),
      writtenAt: this.#deps.clock.now(),
    });
  }
}

const isMediator = (actor: Actor, dispute: DisputeRecord): boolean => dispute.mediator?.accountId === actor.accountId;

const mayRead = (actor: Actor, note: PrivateNote): boolean =>
  note.authorId === actor.accountId || (HEADS.includes(actor.role) && note.unitCode === actor.unit.code);
