import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';
import { type DisputeRecord } from './dispute.record.ts';

const required = <T>(type: T) => ({ type, required: true as const });
/** Texts that may be missing. */
const texts = (...names: readonly string[]): SchemaDefinition =>
  Object.fromEntries(names.map((name) => [name, String]));
const nested = (definition: SchemaDefinition) => new Schema(definition, { _id: false, strict: 'throw' });

const unit = nested({ code: required(String), tier: required(String), path: [String] });

const party = nested({
  id: required(String),
  side: required(String),
  kind: required(String),
  name: required(String),
  ...texts('idNumber', 'idIndex', 'phone', 'phoneIndex', 'address', 'addressIndex', 'representative'),
  ...texts('ethnicity', 'occupation'),
  agents: [nested({ name: required(String), phone: String, phoneIndex: String, authority: required(String) })],
  consent: nested({ state: required(String), on: String, channel: String, note: String, remediesToldOn: String }),
  rightsTold: nested({ on: required(String), how: required(String) }),
  service: nested({
    recipient: required(String),
    postcode: required(String),
    address: required(String),
    phone: required(String),
    electronic: nested({ by: required(String), to: required(String) }),
    confidential: required(Boolean),
    confirmedOn: required(String),
    how: required(String),
  }),
});

const clock = nested({
  rule: required(String),
  variant: required(String),
  baseStart: required(Date),
  termDays: required(Number),
  unit: required(String),
  pauses: [nested({ from: required(Date), until: Date, cause: required(String) })],
  extensions: [nested({ amount: required(Number), agreedAt: required(Date) })],
  stoppedAt: Date,
  dueAt: { type: Date, default: null },
  provisional: Boolean,
  warned: String,
});

const performanceItem = nested({
  id: required(String),
  payer: required(String),
  payee: required(String),
  what: required(String),
  amountFen: Number,
  dueOn: required(String),
  manner: required(String),
  breachTerm: String,
  paidFen: required(Number),
  settledOn: String,
});

const agreement = nested({
  form: required(String),
  partial: required(Boolean),
  reachedOn: required(String),
  facts: String,
  responsibility: String,
  terms: [String],
  items: [performanceItem],
  effectiveOn: String,
  confirmable: required(Boolean),
  confirmationDueOn: String,
  unsigned: Boolean,
  served: {
    type: [
      nested({
        partyId: required(String),
        on: required(String),
        how: required(String),
        receipt: required(String),
        fileId: String,
      }),
    ],
    default: undefined,
  },
  confirmation: nested({
    appliedOn: required(String),
    verification: nested({
      on: required(String),
      place: required(String),
      present: [String],
      voluntary: required(Boolean),
      findings: required(String),
      by: required(String),
    }),
    docket: String,
    ruledOn: String,
    result: String,
    reason: String,
  }),
});

const disputeSchema = new Schema(
  {
    number: required(String),
    version: required(Number),
    eventCount: required(Number),
    state: required(String),
    track: required(String),
    round: required(Number),
    roundOn: String,
    source: required(String),
    type: required(String),
    ...texts('cause', 'causeCode', 'causeEdition'),
    title: required(String),
    facts: required(String),
    claims: [String],
    amountFen: Number,
    place: nested({ unitCode: required(String), townshipCode: required(String), text: String }),
    requestedOn: required(String),
    lodgedAt: required(Date),
    acceptedAt: Date,
    endedAt: Date,
    closedAt: Date,
    parties: [party],
    owner: unit,
    origin: nested({ unitCode: required(String), tier: required(String), accountId: required(String) }),
    custody: [
      nested({
        unitCode: required(String),
        tier: required(String),
        from: required(Date),
        until: Date,
        by: required(String),
        handOverId: String,
      }),
    ],
    handOver: nested({
      id: required(String),
      kind: required(String),
      from: unit,
      to: unit,
      sentAt: required(Date),
      dueAt: required(Date),
      reason: String,
      brief: String,
    }),
    assists: [
      nested({
        id: required(String),
        to: unit,
        question: required(String),
        askedAt: required(Date),
        dueAt: required(Date),
      }),
    ],
    bounces: required(Number),
    rulingUnit: String,
    boundUnit: String,
    pushedDown: required(Boolean),
    mediator: nested({
      accountId: required(String),
      name: required(String),
      unitCode: required(String),
      appointedAt: required(Date),
      acceptedAt: Date,
      disclosure: nested({
        relations: [String],
        note: String,
        signs: {
          type: [nested({ sign: required(String), partyId: required(String), caseNumber: String })],
          default: undefined,
        },
        waivers: {
          type: [
            nested({ partyId: required(String), on: required(String), channel: required(String), evidence: String }),
          ],
          default: undefined,
        },
      }),
    }),
    recusal: nested({
      by: required(String),
      ground: required(String),
      note: required(String),
      raisedAt: required(Date),
      decision: nested({
        result: required(String),
        reason: required(String),
        by: nested({ accountId: required(String), name: required(String), unitCode: required(String) }),
        at: required(Date),
      }),
    }),
    rightsToldOn: String,
    sessions: required(Number),
    contactAttempts: required(Number),
    extensions: required(Number),
    failures: required(Number),
    risk: required(String),
    riskTriggers: [String],
    riskFile: nested({
      owner: nested({ unitCode: required(String), accountId: String, name: String }),
      assessedAt: required(Date),
      reportedAt: Date,
      policeReports: [
        nested({ at: required(Date), station: required(String), receipt: required(String), by: required(String) }),
      ],
      found: [nested({ trigger: required(String), words: String, fact: String, count: Number, day: String })],
      undecided: Boolean,
    }),
    clocks: [clock],
    nextDueAt: required(Date),
    nextSweepAt: required(Date),
    agreement,
    failure: nested({
      ending: required(String),
      on: required(String),
      course: String,
      reason: String,
      costConduct: String,
      hints: String,
      remediesToldOn: String,
    }),
    filing: nested({
      transferredAt: required(Date),
      court: required(String),
      docket: String,
      filedOn: String,
      procedure: String,
      followUp: String,
      arbitration: String,
      judge: String,
      fee: nested({ notifiedOn: required(String), amountFen: Number, settledOn: String, how: String }),
      materials: [String],
      trialRoles: nested({
        named: Schema.Types.Mixed,
        explained: String,
        checkedAt: required(Date),
        checkedBy: required(String),
      }),
    }),
    referralDocket: String,
    enforcement: nested({
      appliedOn: required(String),
      applicants: [String],
      claims: [String],
      openFen: required(Number),
      docket: String,
      filedOn: String,
    }),
    undisputedFacts: {
      type: [
        nested({
          id: required(String),
          text: required(String),
          recordedOn: required(String),
          answers: [
            nested({
              partyId: required(String),
              answer: required(String),
              on: required(String),
              channel: required(String),
            }),
          ],
        }),
      ],
      default: undefined,
    },
    termination: nested({
      remedies: [String],
      served: [nested({ partyId: required(String), on: required(String), how: required(String) })],
      note: String,
    }),
    courtResult: nested({ kind: required(String), on: required(String), note: String }),
    missing: [String],
    outcome: nested({
      code: required(String),
      on: required(String),
      tier: required(String),
      unitCode: required(String),
    }),
    mergedInto: String,
    external: nested({ system: required(String), number: required(String) }),
    visibleTo: [String],
    terms: [String],
    updatedAt: required(Date),
  },
  { collection: 'disputes', versionKey: false, strict: 'throw', minimize: false },
);

disputeSchema.index({ number: 1 }, { unique: true });
for (const docket of ['filing.docket', 'agreement.confirmation.docket', 'referralDocket']) {
  disputeSchema.index({ [docket]: 1 }, { unique: true, partialFilterExpression: { [docket]: { $exists: true } } });
}
disputeSchema.index(
  { 'external.system': 1, 'external.number': 1 },
  { unique: true, partialFilterExpression: { 'external.number': { $exists: true } } },
);
disputeSchema.index({ visibleTo: 1, updatedAt: -1, _id: -1 });
disputeSchema.index({ visibleTo: 1, state: 1, updatedAt: -1, _id: -1 });
disputeSchema.index({ visibleTo: 1, type: 1, updatedAt: -1, _id: -1 });
disputeSchema.index({ 'owner.code': 1, state: 1, nextDueAt: 1, _id: 1 });
disputeSchema.index({ 'mediator.accountId': 1, state: 1, nextDueAt: 1, _id: 1 });
disputeSchema.index(
  { 'handOver.to.code': 1, 'handOver.dueAt': 1 },
  { partialFilterExpression: { 'handOver.id': { $exists: true } } },
);
disputeSchema.index(
  { 'handOver.from.code': 1, 'handOver.dueAt': 1 },
  { partialFilterExpression: { 'handOver.id': { $exists: true } } },
);
disputeSchema.index({ 'assists.to.code': 1 }, { sparse: true });
disputeSchema.index({ 'origin.unitCode': 1, state: 1, updatedAt: -1 });
disputeSchema.index({ rulingUnit: 1 }, { sparse: true });
disputeSchema.index({ 'riskFile.undecided': 1, visibleTo: 1 }, { sparse: true });
disputeSchema.index({ visibleTo: 1, risk: 1, nextDueAt: 1, _id: 1 });
disputeSchema.index({ state: 1, nextDueAt: 1, _id: 1 });
disputeSchema.index({ nextSweepAt: 1, _id: 1 });
// What changed since somebody last looked.
disputeSchema.index({ updatedAt: 1, _id: 1 });
disputeSchema.index({ 'parties.idIndex': 1 });
disputeSchema.index({ 'parties.phoneIndex': 1 });
disputeSchema.index({ visibleTo: 1, terms: 1 });
// Statistics: the days by which a dispute falls into a period.
disputeSchema.index({ lodgedAt: 1 });
disputeSchema.index({ acceptedAt: 1 });
disputeSchema.index({ 'outcome.on': 1, 'outcome.code': 1 });
disputeSchema.index({ 'filing.filedOn': 1 }, { sparse: true });

type Stored<T> = Omit<T, 'id'>;

export const disputeModel = (connection: Connection): Model<Stored<DisputeRecord>> =>
  connection.model<Stored<DisputeRecord>>('Dispute', disputeSchema as unknown as Schema<Stored<DisputeRecord>>);
