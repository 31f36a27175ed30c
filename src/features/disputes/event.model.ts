import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';
import { type DisputeEvent } from '../../domain/event.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: SchemaDefinition) => new Schema(definition, { _id: false, strict: 'throw' });

const eventSchema = new Schema(
  {
    disputeId: required(String),
    seq: required(Number),
    act: required(String),
    article: String,
    from: String,
    to: required(String),
    at: required(Date),
    recordedAt: required(Date),
    actor: nested({
      accountId: required(String),
      name: required(String),
      role: required(String),
      unitCode: required(String),
    }),
    ownerUnit: required(String),
    // Written whole and read whole; its shape is the type of the domain.
    counted: { type: Schema.Types.Mixed, required: true },
    data: Schema.Types.Mixed,
  },
  { collection: 'events', versionKey: false, strict: 'throw', minimize: false },
);
eventSchema.index({ disputeId: 1, seq: 1 }, { unique: true });
eventSchema.index({ act: 1, at: 1 });

const unfoldedSchema = new Schema(
  { disputeId: required(String), seq: required(Number) },
  { collection: 'unfolded', versionKey: false, strict: 'throw' },
);

/** An event that no projection has folded yet; written with it and removed with the fold. */
export interface UnfoldedEvent {
  readonly disputeId: string;
  readonly seq: number;
}

export const unfoldedModel = (connection: Connection): Model<UnfoldedEvent> =>
  connection.model<UnfoldedEvent>('UnfoldedEvent', unfoldedSchema as unknown as Schema<UnfoldedEvent>);

export const eventModel = (connection: Connection): Model<DisputeEvent> =>
  connection.model<DisputeEvent>('Event', eventSchema as unknown as Schema<DisputeEvent>);
