// Time and place are told to both sides when a session is planned, moved or called off (特邀调解规定14). The message goes to the
// party's own phone and names nobody else.

import { type PersonalData } from '../../platform/crypto.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type DisputeRecord, type UnitNames } from '../disputes/index.ts';
import { type MessageRepository, noticeTo } from '../messages/index.ts';
import { type PlannedSession } from './schedule.record.ts';

export interface SessionNoticeDeps {
  readonly messages: Pick<MessageRepository, 'addNew'>;
  readonly personalData: PersonalData;
  readonly unitNames: () => Promise<UnitNames>;
}

type Step = 'planned' | 'moved' | 'calledOff';

const time = new Intl.DateTimeFormat('zh-CN', {
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZone: 'Asia/Shanghai',
});

/** When and where, as every message says it. */
export const timeAndPlace = ({ startsAt, place, mediator, number }: PlannedSession): string =>
  `编号${number}的纠纷定于${time.format(startsAt)}调解${place ? `，地点：${place}` : ''}，调解员${mediator.name}`;

const planned = (unit: string, session: PlannedSession): string =>
  `【解纷】${unit}通知您：${timeAndPlace(session)}。不能到场请提前告知。`;
const moved = (unit: string, session: PlannedSession, was: Date): string =>
  `【解纷】${unit}通知您：原定${time.format(was)}的调解改期，${timeAndPlace(session)}。不能到场请提前告知。`;
const calledOff = (unit: string, { startsAt, mediator, number }: PlannedSession): string =>
  `【解纷】${unit}通知您：编号${number}的纠纷原定${time.format(startsAt)}的调解取消，再次调解另行通知。调解员${mediator.name}。`;

export class SessionNotices {
  readonly #deps: SessionNoticeDeps;

  constructor(deps: SessionNoticeDeps) {
    this.#deps = deps;
  }

  /** Tells everybody asked to come; whoever was asked to the session it replaces hears of the change. */
  async planned(
    dispute: DisputeRecord,
    session: PlannedSession,
    replaced: PlannedSession | undefined,
    now: Date,
    tx: Tx,
  ): Promise<void> {
    const knew = replaced?.partyIds ?? [];
    const unit = await this.#unitOf(dispute);
    const asked = session.partyIds;
    await this.#tell(dispute, session, 'planned', planned(unit, session), without(asked, knew), now, tx);
    if (!replaced) return;
    const change = moved(unit, session, replaced.startsAt);
    await this.#tell(dispute, session, 'moved', change, without(asked, without(asked, knew)), now, tx);
    await this.#tell(dispute, replaced, 'calledOff', calledOff(unit, replaced), without(knew, asked), now, tx);
  }

  /** Tells everybody who was asked to sessions still to come that they do not take place. */
  async calledOff(dispute: DisputeRecord, sessions: readonly PlannedSession[], now: Date, tx: Tx): Promise<void> {
    const ahead = sessions.filter(({ startsAt }) => startsAt > now);
    if (ahead.length === 0) return;
    const unit = await this.#unitOf(dispute);
    for (const session of ahead) {
      await this.#tell(dispute, session, 'calledOff', calledOff(unit, session), session.partyIds, now, tx);
    }
  }

  async #unitOf({ owner }: DisputeRecord): Promise<string> {
    return (await this.#deps.unitNames())(owner.code);
  }

  async #tell(
    dispute: DisputeRecord,
    session: PlannedSession,
    step: Step,
    text: string,
    partyIds: readonly string[],
    now: Date,
    tx: Tx,
  ): Promise<void> {
    const { messages, personalData } = this.#deps;
    const notices = partyIds.flatMap((partyId) =>
      noticeTo({ dispute, text, reason: { partyId, kind: 'session', step, about: session.id } }, personalData, now),
    );
    await messages.addNew(notices, tx);
  }
}

const without = (ids: readonly string[], others: readonly string[]): readonly string[] =>
  ids.filter((id) => !others.includes(id));
