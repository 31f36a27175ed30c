import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';
import { type Board } from '../../domain/board.ts';

/** The board of one round of a dispute. */
export interface BoardDocument extends Board {
  readonly disputeId: string;
  readonly round: number;
}

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: SchemaDefinition) => new Schema(definition, { _id: false, strict: 'throw' });

const boards = new Schema(
  {
    disputeId: required(String),
    round: required(Number),
    issues: [nested({ id: required(String), text: required(String), raisedOn: required(String), settledOn: String })],
    facts: [nested({ id: required(String), text: required(String), namedOn: required(String), agreedOn: String })],
    proposals: [
      nested({
        id: required(String),
        payer: required(String),
        payee: required(String),
        manner: required(String),
        offers: [
          nested({
            by: required(String),
            on: required(String),
            what: required(String),
            amountFen: Number,
            dueOn: String,
            breachTerm: String,
          }),
        ],
        accepted: [nested({ partyId: required(String), on: required(String) })],
        withdrawnOn: String,
      }),
    ],
  },
  { collection: 'boards', versionKey: false, strict: 'throw' },
);
boards.index({ disputeId: 1, round: 1 }, { unique: true });

export const boardModel = (connection: Connection): Model<BoardDocument> =>
  (connection.models['Board'] as Model<BoardDocument> | undefined) ??
  connection.model<BoardDocument>('Board', boards as unknown as Schema<BoardDocument>);
