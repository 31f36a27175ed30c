import { type Connection, type Model, Schema } from 'mongoose';

/** A mediator's own note; the text is sealed. */
export interface PrivateNote {
  readonly disputeId: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly unitCode: string;
  readonly text: string;
  readonly writtenAt: Date;
}

const required = <T>(type: T) => ({ type, required: true as const });

const schema = new Schema(
  {
    disputeId: required(String),
    authorId: required(String),
    authorName: required(String),
    unitCode: required(String),
    text: required(String),
    writtenAt: required(Date),
  },
  { collection: 'privateNotes', versionKey: false, strict: 'throw' },
);
schema.index({ disputeId: 1, writtenAt: 1 });

export const privateNoteModel = (connection: Connection): Model<PrivateNote> =>
  (connection.models['PrivateNote'] as Model<PrivateNote> | undefined) ??
  connection.model<PrivateNote>('PrivateNote', schema as unknown as Schema<PrivateNote>);
