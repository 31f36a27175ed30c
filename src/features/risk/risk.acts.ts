// What people do about danger: judge it and say who answers for it, report it upwards, and report to the police what may
// become an offence (人民调解法25). The colour is never changed by anything else.

import Joi from 'joi';
import { type ClockRecord, startClock, stopClock } from '../../domain/clock.ts';
import { invalidField } from '../../domain/errors.ts';
import {
  isReported,
  isReviewed,
  isWorse,
  RISK_LEVELS,
  RISK_TRIGGER_IDS,
  type RiskLevel,
  type RiskTriggerId,
  suggestRisk,
} from '../../domain/risk.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  choice,
  choices,
  type DisputeRecord,
  isRunning,
  moment,
  type RiskFile,
  text,
} from '../disputes/index.ts';

/** Somebody who may answer for a dispute's danger. */
export interface RiskPerson {
  readonly accountId: string;
  readonly name: string;
}

export interface RiskActDeps {
  /** Who works in a unit. */
  readonly people: (unitCode: string) => Promise<readonly RiskPerson[]>;
}

interface AssessInput {
  readonly level: RiskLevel;
  readonly triggers: readonly RiskTriggerId[];
  readonly owner?: string;
  readonly reason: string;
}

interface ReportInput {
  readonly to: string;
  readonly at?: Date;
  readonly note?: string;
}

interface PoliceInput {
  readonly station: string;
  readonly at?: Date;
  readonly receipt: string;
  readonly note?: string;
}

/** The file of a dispute, also of one that was registered before there were files. */
export const riskFileOf = ({ riskFile, owner, lodgedAt }: DisputeRecord): RiskFile =>
  riskFile ?? { owner: { unitCode: owner.code }, assessedAt: lodgedAt, policeReports: [], found: [] };

/** The signs confirmed and those the system has found, as the form begins. */
const signsToJudge = (dispute: DisputeRecord): readonly RiskTriggerId[] => [
  ...new Set([...dispute.riskTriggers, ...riskFileOf(dispute).found.map(({ trigger }) => trigger)]),
];

/** @throws DomainError `validation` when the moment lies ahead */
const notLater = (at: Date | undefined, now: Date): Date => {
  if (at && at > now) throw invalidField('at', 'day.future');
  return at ?? now;
};

/** The review begins anew whenever somebody has looked, whatever they decided. */
const reviewedAnew =
  (level: RiskLevel, now: Date, holidays: HolidayTable) =>
  (clocks: readonly ClockRecord[]): readonly ClockRecord[] => {
    if (!isReviewed(level)) return clocks;
    const isOld = (clock: ClockRecord) => clock.rule === 'CL29' && isRunning(clock) && clock.baseStart < now;
    return clocks.some(isOld)
      ? [
          ...clocks.map((clock) => (isOld(clock) ? stopClock(clock, now) : clock)),
          startClock('CL29', now, holidays, { variant: level }),
        ]
      : clocks;
  };

/** assessRisk, reportRisk and reportToPolice. */
export function riskActs({ people }: RiskActDeps): readonly AnyActDefinition[] {
  /** Those of the owner's unit, the mediator, and whoever is asking. */
  const owners = async ({ dispute, actor }: Pick<ActContext, 'dispute' | 'actor'>): Promise<readonly RiskPerson[]> => {
    const { mediator, owner } = dispute;
    const near: readonly RiskPerson[] = [
      ...(mediator ? [mediator] : []),
      ...(await people(owner.code)),
      ...(actor.unit.code === owner.code ? [actor] : []),
    ];
    return [...new Map(near.map(({ accountId, name }) => [accountId, { accountId, name }])).values()];
  };

  const assessRisk: ActDefinition<AssessInput> = {
    act: 'assessRisk',
    schema: Joi.object<AssessInput>({
      level: choice(RISK_LEVELS).required(),
      triggers: choices(RISK_TRIGGER_IDS),
      owner: text(60),
      reason: text(500).required(),
    }),
    fields: async (context) => {
      const { dispute } = context;
      const candidates = await owners(context);
      const { owner } = riskFileOf(dispute);
      const signs = signsToJudge(dispute);
      const suggested = suggestRisk(signs);
      return [
        {
          name: 'triggers',
          kind: 'checkboxes',
          hint: true,
          options: RISK_TRIGGER_IDS.map((value) => ({ value, key: `codes:riskTriggers.${value}` })),
          value: signs,
        },
        {
          name: 'level',
          kind: 'radios',
          required: true,
          options: RISK_LEVELS.map((value) => ({ value, key: `risk:levels.${value}` })),
          value: isWorse(suggested, dispute.risk) ? suggested : dispute.risk,
        },
        {
          name: 'owner',
          kind: 'select',
          hint: true,
          options: candidates.map(({ accountId, name }) => ({ value: accountId, text: name })),
          value: owner.accountId ?? dispute.mediator?.accountId ?? candidates[0]?.accountId ?? '',
        },
        { name: 'reason', kind: 'textarea', hint: true, required: true },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now, holidays } = context;
      const file = riskFileOf(dispute);
      const person = input.owner
        ? (await owners(context)).find(({ accountId }) => accountId === input.owner)
        : undefined;
      if (input.owner && !person) throw invalidField('owner', 'any.only');
      const { reportedAt, undecided: _judged, ...rest } = file;
      // A worse colour is reported again; a milder one needs no second report.
      const stillReported = reportedAt !== undefined && isReported(input.level) && !isWorse(input.level, dispute.risk);
      const riskFile: RiskFile = {
        ...rest,
        owner: person ? { unitCode: dispute.owner.code, ...person } : file.owner,
        assessedAt: now,
        found: [],
        ...(stillReported ? { reportedAt } : {}),
      };
      return {
        set: { risk: input.level, riskTriggers: input.triggers, riskFile },
        clocks: reviewedAnew(input.level, now, holidays),
        data: {
          before: dispute.risk,
          level: input.level,
          triggers: input.triggers,
          found: file.found.map(({ trigger }) => trigger),
          reason: input.reason,
        },
      };
    },
  };

  const reportRisk: ActDefinition<ReportInput> = {
    act: 'reportRisk',
    schema: Joi.object<ReportInput>({ to: text(100).required(), at: moment(), note: text(500) }),
    fields: ({ now }) => [
      { name: 'to', kind: 'text', hint: true, required: true },
      { name: 'at', kind: 'datetime', value: now },
      { name: 'note', kind: 'textarea' },
    ],
    prepare: ({ dispute, now }, input) => {
      const at = notLater(input.at, now);
      return {
        set: { riskFile: { ...riskFileOf(dispute), reportedAt: at } },
        at,
        data: { level: dispute.risk, reportedTo: input.to, ...(input.note ? { note: input.note } : {}) },
      };
    },
  };

  const reportToPolice: ActDefinition<PoliceInput> = {
    act: 'reportToPolice',
    schema: Joi.object<PoliceInput>({
      station: text(100).required(),
      at: moment(),
      receipt: text(100).required(),
      note: text(500),
    }),
    fields: ({ now }) => [
      { name: 'station', kind: 'text', hint: true, required: true },
      { name: 'at', kind: 'datetime', value: now },
      { name: 'receipt', kind: 'text', hint: true, required: true },
      { name: 'note', kind: 'textarea' },
    ],
    prepare: ({ dispute, actor, now }, input) => {
      const at = notLater(input.at, now);
      const file = riskFileOf(dispute);
      const report = { at, station: input.station, receipt: input.receipt, by: actor.name };
      return {
        set: { riskFile: { ...file, policeReports: [...file.policeReports, report] } },
        at,
        data: { station: input.station, receipt: input.receipt, ...(input.note ? { note: input.note } : {}) },
      };
    },
  };

  return [assessRisk, reportRisk, reportToPolice];
}
