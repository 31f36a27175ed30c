import { type Connection, type Model, Schema } from 'mongoose';
import { type Message } from './message.record.ts';

export type StoredMessage = Omit<Message, 'id'> & { readonly _id: string };

const required = <T>(type: T) => ({ type, required: true as const });

const messages = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    to: required(String),
    text: required(String),
    reason: new Schema(
      { partyId: required(String), kind: required(String), step: required(String), about: required(String) },
      { _id: false, strict: 'throw' },
    ),
    createdAt: required(Date),
    state: required(String),
    attempts: required(Number),
    nextAt: required(Date),
    sentAt: Date,
    error: String,
  },
  { collection: 'messages', versionKey: false, strict: 'throw' },
);
messages.index({ state: 1, nextAt: 1 });
messages.index({ createdAt: -1 });
messages.index({ disputeId: 1, createdAt: 1 });

export const messageModel = (connection: Connection): Model<StoredMessage> =>
  (connection.models['Message'] as Model<StoredMessage> | undefined) ??
  connection.model<StoredMessage>('Message', messages as unknown as Schema<StoredMessage>);
