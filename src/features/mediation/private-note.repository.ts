// The store of private notes. Only private-note.service.ts reads it, and only private-note.routes.ts asks that service:
// no list, search, export, transfer or statistic can come across a note.

import { type Connection } from 'mongoose';
import { type PrivateNote, privateNoteModel } from './private-note.model.ts';

export class PrivateNoteRepository {
  readonly #notes;

  constructor(connection: Connection) {
    this.#notes = privateNoteModel(connection);
  }

  /** Notes of one dispute, oldest first. */
  ofDispute(disputeId: string): Promise<readonly PrivateNote[]> {
    return this.#notes.find({ disputeId }).sort({ writtenAt: 1, _id: 1 }).select('-_id').lean<PrivateNote[]>();
  }

  async insert(note: PrivateNote): Promise<void> {
    await this.#notes.create(note);
  }
}
