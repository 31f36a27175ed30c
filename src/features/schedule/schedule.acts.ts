// Planning a session and calling it off (特邀调解规定14: time and place are told to both sides).

import { addDays, dayOfInstant } from '../../domain/calendar-day.ts';
import { invalid, invalidField } from '../../domain/errors.ts';
import { PARTICIPATION_MODES } from '../../domain/session.ts';
import { type Resource, timeErrors } from '../../domain/schedule.ts';
import {
  type ActContext,
  type ActDefinition,
  type AnyActDefinition,
  type DisputeRecord,
  type Witness,
} from '../disputes/index.ts';
import { partyOptions, unknownParties } from '../mediation/index.ts';
import { type SessionNotices } from './schedule.notices.ts';
import { type ScheduleRepository, type Taken } from './schedule.repository.ts';
import { type CancelReason, CANCEL_REASONS, type PlannedSession } from './schedule.record.ts';
import { type CancelInput, cancelSchema, type PlanInput, planSchema } from './schedule.schema.ts';

/** Whoever has to be there: the mediator, the room, and every party under each name it is known by elsewhere. */
export function resourcesOf(dispute: DisputeRecord, session: PlannedSession): readonly Resource[] {
  const parties = dispute.parties.filter(({ id }) => session.partyIds.includes(id));
  const known = parties.flatMap(({ id, idIndex, phoneIndex }) => {
    const names = [idIndex, phoneIndex].filter((name) => name !== undefined);
    return names.length > 0 ? names : [`${dispute.id}/${id}`];
  });
  return [
    { kind: 'person', key: session.mediator.accountId },
    ...(session.roomId ? [{ kind: 'room' as const, key: session.roomId }] : []),
    ...[...new Set(known)].map((key) => ({ kind: 'party' as const, key })),
  ];
}

export function scheduleActs(repository: ScheduleRepository, notices: SessionNotices): readonly AnyActDefinition[] {
  const planSession: ActDefinition<PlanInput> = {
    act: 'planSession',
    schema: planSchema,
    fields: async ({ dispute, now }) => {
      const [rooms, planned] = await Promise.all([
        repository.rooms(dispute.owner.path),
        repository.ofDispute(dispute.id, dispute.round),
      ]);
      return [
        { name: 'on', kind: 'date', required: true, value: addDays(dayOfInstant(now), 1) },
        { name: 'from', kind: 'time', required: true, value: '09:00' },
        { name: 'until', kind: 'time', required: true, value: '10:00' },
        {
          name: 'mode',
          kind: 'select',
          required: true,
          options: PARTICIPATION_MODES.map((value) => ({ value, key: `mediation:modes.${value}` })),
          value: 'inPerson',
        },
        {
          name: 'roomId',
          kind: 'select',
          hint: true,
          options: rooms.map(({ id, name, address }) => ({ value: id, text: `${name} · ${address}` })),
          value: rooms.length === 1 ? rooms[0]?.id : '',
        },
        { name: 'place', kind: 'text', hint: true },
        {
          name: 'parties',
          kind: 'checkboxes',
          required: true,
          options: partyOptions(dispute.parties),
          value: dispute.parties.map(({ id }) => id),
        },
        ...(planned.length > 0
          ? [{ name: 'replaces', kind: 'select' as const, hint: true as const, options: planned.map(asOption) }]
          : []),
        { name: 'note', kind: 'text' },
      ];
    },
    prepare: async (context, input) => {
      const { dispute, now } = context;
      const { session, room } = await plannedOf(context, input);
      const errors = [
        ...timeErrors(session, now),
        ...unknownParties(dispute, input.parties, 'parties'),
        ...(session.place === '' && session.mode !== 'telephone'
          ? [{ field: 'place', code: 'schedule.placeMissing' }]
          : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const replaced = input.replaces ? await demandPlanned(dispute, input.replaces, 'replaces') : undefined;
      const resources = resourcesOf(dispute, session);
      return {
        data: {
          sessionId: session.id,
          startsAt: session.startsAt,
          endsAt: session.endsAt,
          mode: session.mode,
          place: session.place,
          ...(room ? { room: room.name } : {}),
          ...(replaced ? { replaces: replaced.id, replacedAt: replaced.startsAt } : {}),
        },
        also: async (tx) => {
          if (replaced) await repository.cancel([replaced.id], 'moved', now, tx);
          const taken = await repository.taken(session, resources, tx);
          if (taken.length > 0) throw invalid('validation', takenErrors(dispute, taken));
          await repository.plan(session, resources, tx);
          await notices.planned(dispute, session, replaced, now, tx);
        },
      };
    },
  };

  const cancelSession: ActDefinition<CancelInput> = {
    act: 'cancelSession',
    schema: cancelSchema,
    fields: async ({ dispute }) => [
      {
        name: 'session',
        kind: 'radios',
        required: true,
        options: (await repository.ofDispute(dispute.id, dispute.round)).map(asOption),
      },
      {
        name: 'reason',
        kind: 'radios',
        required: true,
        options: CANCEL_REASONS.filter((value) => value !== 'moved').map((value) => ({
          value,
          key: `schedule:reasons.${value}`,
        })),
      },
      { name: 'note', kind: 'text' },
    ],
    prepare: async ({ dispute, now }, { session: id, reason, note }) => {
      const session = await demandPlanned(dispute, id, 'session');
      return {
        data: { sessionId: id, startsAt: session.startsAt, cancelled: reason, ...(note ? { note } : {}) },
        also: async (tx) => {
          await repository.cancel([id], reason, now, tx);
          await notices.calledOff(dispute, [session], now, tx);
        },
      };
    },
  };

  /** @throws DomainError `validation` when the dispute has no such session to come */
  async function demandPlanned(dispute: DisputeRecord, id: string, field: string): Promise<PlannedSession> {
    const found = (await repository.ofDispute(dispute.id, dispute.round)).find((session) => session.id === id);
    if (!found) throw invalidField(field, 'schedule.notPlanned');
    return found;
  }

  async function plannedOf({ dispute, actor, now }: ActContext, input: PlanInput) {
    const rooms = input.roomId ? await repository.rooms(dispute.owner.path) : [];
    const room = rooms.find(({ id }) => id === input.roomId);
    if (input.roomId && !room) throw invalidField('roomId', 'any.only');
    const { mediator } = dispute;
    if (!mediator) throw invalid('schedule.noMediator');
    const session: PlannedSession = {
      id: repository.newId(),
      disputeId: dispute.id,
      round: dispute.round,
      number: dispute.number,
      state: 'planned',
      startsAt: new Date(`${input.on}T${input.from}:00+08:00`),
      endsAt: new Date(`${input.on}T${input.until}:00+08:00`),
      mode: input.mode,
      place: input.place ?? room?.address ?? '',
      ...(room ? { roomId: room.id } : {}),
      mediator: { accountId: mediator.accountId, name: mediator.name },
      partyIds: input.parties,
      ...(input.note ? { note: input.note } : {}),
      unitPath: dispute.owner.path,
      plannedAt: now,
      plannedBy: { accountId: actor.accountId, name: actor.name },
    };
    return { session, room };
  }

  return [planSession, cancelSession];
}

const FIELD_OF: Readonly<Record<Resource['kind'], string>> = { person: 'from', room: 'roomId', party: 'parties' };

/** One line for each person, room or party that is taken; of another dispute's session only its time is told. */
function takenErrors(dispute: DisputeRecord, taken: readonly Taken[]) {
  const seen = new Map<string, Taken>();
  for (const row of taken) {
    const name = `${row.resource.kind}:${row.resource.key}:${row.by.id}`;
    if (!seen.has(name)) seen.set(name, row);
  }
  return [...seen.values()].map(({ resource, by }) => ({
    field: FIELD_OF[resource.kind],
    code: `schedule.${resource.kind}Taken`,
    params: {
      from: timeOf(by.startsAt),
      until: timeOf(by.endsAt),
      name:
        resource.kind === 'person'
          ? by.mediator.name
          : (dispute.parties.find(({ idIndex, phoneIndex }) => [idIndex, phoneIndex].includes(resource.key))?.name ??
            by.place),
    },
  }));
}

const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Shanghai' });
const timeOf = (instant: Date): string => clockTime.format(instant);
const dayAndTime = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Asia/Shanghai',
});
const asOption = ({ id, startsAt, place }: PlannedSession) => ({
  value: id,
  text: [dayAndTime.format(startsAt), place].filter((part) => part !== '').join(' · '),
});

/** States in which a session may still be to come. */
const MEDIATING: readonly string[] = ['S09', 'S10', 'S11'];

/** A session to come stands only as long as the mediation and the mediator it was planned for. */
export const keepSchedule =
  (repository: ScheduleRepository, notices: SessionNotices): Witness =>
  async ({ before, after, now }, tx) => {
    if (!MEDIATING.includes(before.state)) return;
    if (after.sessions > before.sessions) await repository.hold(after.id, after.round, now, tx);
    const reason: CancelReason | undefined =
      !MEDIATING.includes(after.state) || after.round !== before.round
        ? 'mediationOver'
        : after.mediator?.accountId !== before.mediator?.accountId
          ? 'mediatorChanged'
          : undefined;
    if (!reason) return;
    const ahead = await repository.ahead(after.id, tx);
    await repository.cancel(
      ahead.map(({ id }) => id),
      reason,
      now,
      tx,
    );
    await notices.calledOff(after, ahead, now, tx);
  };
