import { type Connection, type Model, Schema, trusted, Types } from 'mongoose';
import { conflict, notFound } from '../../domain/errors.ts';
import { type FormId } from '../../domain/form.ts';
import { isDuplicateKey, type Tx } from '../../platform/transaction.ts';
import { type Format, type FormTemplate, type IssuedForm } from './form.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
const nested = (definition: Record<string, unknown>) => new Schema(definition, { _id: false, strict: 'throw' });
const hand = () => nested({ accountId: required(String), name: required(String) });

const issued = new Schema(
  {
    _id: required(String),
    disputeId: required(String),
    round: required(Number),
    form: required(String),
    format: required(String),
    session: Number,
    answers: Schema.Types.Mixed,
    print: required(Number),
    number: String,
    state: required(String),
    requestedAt: required(Date),
    requestedBy: required(hand()),
    finishedAt: Date,
    fileId: String,
    fileVersion: Number,
    problem: nested({ code: required(String), params: Schema.Types.Mixed }),
  },
  { collection: 'issuedForms', versionKey: false, strict: 'throw', minimize: false },
);
issued.index({ disputeId: 1, requestedAt: -1 });

const templates = new Schema(
  {
    form: required(String),
    no: required(Number),
    bytes: Buffer,
    fileName: required(String),
    reason: required(String),
    since: required(Date),
    by: required(hand()),
  },
  { collection: 'formTemplates', versionKey: false, strict: 'throw' },
);
templates.index({ form: 1, no: 1 }, { unique: true });

type Stored = Omit<IssuedForm, 'id'> & { readonly _id: string };

/** Keeps what has been issued and the templates in the place of the standard ones. */
export class FormRepository {
  readonly #issued: Model<Stored>;
  readonly #templates: Model<FormTemplate>;

  constructor(connection: Connection) {
    this.#issued = connection.model<Stored>('IssuedForm', issued as unknown as Schema<Stored>);
    this.#templates = connection.model<FormTemplate>('FormTemplate', templates as unknown as Schema<FormTemplate>);
  }

  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  /** @throws DomainError `forms.issuedUnknown` */
  async get(id: string, tx?: Tx): Promise<IssuedForm> {
    const found = await this.#issued
      .findById(id)
      .session(tx?.session ?? null)
      .lean<Stored>();
    if (!found) throw notFound('forms.issuedUnknown');
    return toRecord(found);
  }

  /** Every print of the dispute, newest first. */
  async ofDispute(disputeId: string, tx?: Tx): Promise<readonly IssuedForm[]> {
    const found = await this.#issued
      .find({ disputeId })
      .sort({ requestedAt: -1 })
      .session(tx?.session ?? null)
      .lean<Stored[]>();
    return found.map(toRecord);
  }

  async insert({ id, ...stored }: IssuedForm, tx: Tx): Promise<void> {
    await this.#issued.insertMany([{ _id: id, ...stored }], { session: tx.session });
  }

  async finish(
    id: string,
    change: Pick<IssuedForm, 'state' | 'finishedAt' | 'fileId' | 'fileVersion' | 'problem'>,
    tx?: Tx,
  ): Promise<void> {
    await this.#issued.updateOne({ _id: id }, { $set: { ...change } }, { session: tx?.session ?? null } as never);
  }

  /** The template in force, if it is not the standard one. */
  async template(form: FormId): Promise<FormTemplate | undefined> {
    const found = await this.#templates.findOne({ form }).sort({ no: -1 }).lean<FormTemplate>();
    return found ? withBytes(found) : undefined;
  }

  async templateVersion(form: FormId, no: number): Promise<FormTemplate | undefined> {
    const found = await this.#templates.findOne({ form, no }).lean<FormTemplate>();
    return found ? withBytes(found) : undefined;
  }

  /** Every version of every template without its bytes, newest first. */
  async templateVersions(): Promise<readonly (Omit<FormTemplate, 'bytes'> & { readonly standard: boolean })[]> {
    const found = await this.#templates.find().sort({ form: 1, no: -1 }).select('-_id -bytes').lean<FormTemplate[]>();
    const own = await this.#templates
      .find({ bytes: trusted({ $exists: true }) })
      .select('form no -_id')
      .lean<FormTemplate[]>();
    const kept = new Set(own.map(({ form, no }) => `${form}:${no}`));
    return found.map((version) => ({ ...version, standard: !kept.has(`${version.form}:${version.no}`) }));
  }

  /** @throws DomainError conflict `forms.templateRace` when somebody else put one in place meanwhile */
  async addTemplate(template: FormTemplate): Promise<void> {
    try {
      await this.#templates.insertMany([template]);
    } catch (error) {
      if (isDuplicateKey(error)) throw conflict('forms.templateRace');
      throw error;
    }
  }
}

function toRecord({ _id, ...record }: Stored): IssuedForm {
  return { id: _id, ...record };
}

function withBytes({ bytes, ...rest }: FormTemplate): FormTemplate {
  if (!bytes) return rest;
  const stored = bytes as Buffer | { readonly buffer: Uint8Array };
  return { ...rest, bytes: Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer) };
}

/** Prints of the same thing: one form, one session, one format. */
export const samePrint =
  (wanted: {
    readonly form: FormId;
    readonly format: Format;
    readonly session?: number | undefined;
    readonly round: number;
  }) =>
  (one: IssuedForm): boolean =>
    one.form === wanted.form &&
    one.format === wanted.format &&
    one.session === wanted.session &&
    one.round === wanted.round;
