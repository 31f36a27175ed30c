import { type Connection, type Model, trusted } from 'mongoose';
import { MEDIATES, mediatorsIn } from '../../domain/conflict.ts';
import { type DisputeEvent } from '../../domain/event.ts';
import { eventModel } from '../disputes/index.ts';
import { type Tx } from '../../platform/transaction.ts';
import { consentModel, contactModel, participationModel, roundModel, sessionModel } from './mediation.model.ts';
import {
  type ConsentEntry,
  type ContactEntry,
  type EarlierRound,
  type Participation,
  type SessionEntry,
} from './mediation.record.ts';

/** Which round of which dispute. */
export interface RoundKey {
  readonly id: string;
  readonly round: number;
}

/** Stores the work of mediation; entries are added and never changed. */
export class MediationRepository {
  readonly #contacts;
  readonly #consents;
  readonly #participations;
  readonly #sessions;
  readonly #rounds;
  readonly #events;

  constructor(connection: Connection) {
    this.#contacts = contactModel(connection);
    this.#consents = consentModel(connection);
    this.#participations = participationModel(connection);
    this.#sessions = sessionModel(connection);
    this.#rounds = roundModel(connection);
    this.#events = eventModel(connection);
  }

  /** Attempts of the round, earliest first. */
  contacts({ id, round }: RoundKey): Promise<readonly ContactEntry[]> {
    return this.#contacts.find({ disputeId: id, round }).sort({ at: 1 }).select('-_id').lean<ContactEntry[]>();
  }

  /** How many attempts of the round were logged since a moment. */
  async attemptsSince(key: RoundKey, since: Date): Promise<number> {
    return (await this.contacts(key)).filter(({ recordedAt }) => recordedAt >= since).length;
  }

  /** Answers of the round in the order of recording. */
  consents({ id, round }: RoundKey): Promise<readonly ConsentEntry[]> {
    return this.#consents.find({ disputeId: id, round }).sort({ recordedAt: 1 }).select('-_id').lean<ConsentEntry[]>();
  }

  participations({ id, round }: RoundKey): Promise<readonly Participation[]> {
    return this.#participations.find({ disputeId: id, round }).select('-_id').lean<Participation[]>();
  }

  /** Sessions of the round, first to last. */
  sessions({ id, round }: RoundKey): Promise<readonly SessionEntry[]> {
    return this.#sessions.find({ disputeId: id, round }).sort({ no: 1 }).select('-_id').lean<SessionEntry[]>();
  }

  /** Finished rounds, first to last. */
  rounds(disputeId: string): Promise<readonly EarlierRound[]> {
    return this.#rounds.find({ disputeId }).sort({ round: 1 }).select('-_id').lean<EarlierRound[]>();
  }

  /** Everybody who ever mediated the dispute, in any round, also who was replaced before it ended. */
  async mediators(disputeId: string): Promise<readonly string[]> {
    const done = await this.#events
      .find({ disputeId, act: trusted({ $in: [...MEDIATES] }) })
      .sort({ seq: 1 })
      .select('act actor data')
      .lean<Pick<DisputeEvent, 'act' | 'actor' | 'data'>[]>();
    return mediatorsIn(done);
  }

  addContact = (entry: ContactEntry, tx: Tx): Promise<void> => add(this.#contacts, [entry], tx);
  addConsents = (entries: readonly ConsentEntry[], tx: Tx): Promise<void> => add(this.#consents, entries, tx);
  addParticipations = (entries: readonly Participation[], tx: Tx): Promise<void> =>
    add(this.#participations, entries, tx);
  addSession = (entry: SessionEntry, tx: Tx): Promise<void> => add(this.#sessions, [entry], tx);
  addRound = (entry: EarlierRound, tx: Tx): Promise<void> => add(this.#rounds, [entry], tx);
}

async function add<T>(model: Model<T>, entries: readonly T[], tx: Tx): Promise<void> {
  if (entries.length > 0) await model.insertMany(entries, { session: tx.session, ordered: true });
}
