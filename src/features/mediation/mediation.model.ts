import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';
import {
  type ConsentEntry,
  type ContactEntry,
  type EarlierRound,
  type Participation,
  type SessionEntry,
} from './mediation.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: SchemaDefinition) => new Schema(definition, { _id: false, strict: 'throw' });

const entry = {
  disputeId: required(String),
  round: required(Number),
  recordedAt: required(Date),
  recordedBy: required(nested({ accountId: required(String), name: required(String) })),
};

const options = (collection: string) => ({ collection, versionKey: false, strict: 'throw' }) as const;

const contacts = new Schema(
  {
    ...entry,
    partyId: required(String),
    at: required(Date),
    channel: required(String),
    result: required(String),
    note: String,
  },
  options('contactAttempts'),
);
contacts.index({ disputeId: 1, round: 1, at: 1 });

const consents = new Schema(
  {
    ...entry,
    partyId: required(String),
    scope: required(String),
    answer: required(String),
    on: required(String),
    channel: required(String),
    evidence: String,
    evidenceFile: nested({ id: required(String), title: required(String) }),
    revokedOn: String,
  },
  options('consents'),
);
consents.index({ disputeId: 1, round: 1, recordedAt: 1 });

const participations = new Schema(
  {
    ...entry,
    partyId: required(String),
    mode: required(String),
    addressConfirmedOn: String,
    electronicService: required(Boolean),
  },
  options('participations'),
);
participations.index({ disputeId: 1, round: 1 });

const sessions = new Schema(
  {
    ...entry,
    no: required(Number),
    startedAt: required(Date),
    endedAt: required(Date),
    mode: required(String),
    place: required(String),
    host: required(String),
    recorder: required(String),
    attendance: [nested({ partyId: required(String), presence: required(String), as: String })],
    recusal: required(String),
    recusalNote: String,
    statements: required(String),
    issues: [String],
    proposals: [String],
    result: required(String),
    nextStep: String,
    nextOn: String,
    flags: [String],
    writtenAt: Date,
  },
  options('sessions'),
);
sessions.index({ disputeId: 1, round: 1, no: 1 }, { unique: true });

const rounds = new Schema(
  {
    ...entry,
    track: required(String),
    state: required(String),
    sessions: required(Number),
    contactAttempts: required(Number),
    extensions: required(Number),
    acceptedAt: Date,
    endedAt: Date,
    mediator: Schema.Types.Mixed,
    agreement: Schema.Types.Mixed,
    failure: Schema.Types.Mixed,
    outcome: Schema.Types.Mixed,
    termination: Schema.Types.Mixed,
    filing: Schema.Types.Mixed,
    courtResult: Schema.Types.Mixed,
  },
  { ...options('rounds'), minimize: false },
);
rounds.index({ disputeId: 1, round: 1 }, { unique: true });

const make = <T>(connection: Connection, name: string, schema: Schema): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema as unknown as Schema<T>);

export const contactModel = (connection: Connection) => make<ContactEntry>(connection, 'ContactAttempt', contacts);
export const consentModel = (connection: Connection) => make<ConsentEntry>(connection, 'Consent', consents);
export const participationModel = (connection: Connection) =>
  make<Participation>(connection, 'Participation', participations);
export const sessionModel = (connection: Connection) => make<SessionEntry>(connection, 'Session', sessions);
export const roundModel = (connection: Connection) => make<EarlierRound>(connection, 'Round', rounds);
