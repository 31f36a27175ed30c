// Tells the history of one dispute: moves the clock to working hours and does the acts through the services, until now
// is reached or the dispute rests where the plan says.

import { dayOfInstant } from '../domain/calendar-day.ts';
import { type Act } from '../domain/lifecycle.ts';
import { type Actor } from '../domain/permission.ts';
import { type Casework } from '../casework.ts';
import { type DisputeRecord, lacksReferralDocket, runningTerm, systemActor } from '../features/disputes/index.ts';
import { type Clock } from '../platform/clock.ts';
import { type Matter } from './matter.ts';
import { type Plan } from './plan.ts';
import { type Random } from './random.ts';
import { type SamplePapers } from './sample-papers.ts';
import { type Staff } from './staff.ts';
import { type Ahead } from './chapter-ahead.ts';
import { reviewDanger } from './chapter-danger.ts';
import { type HeldDisputes } from './stores.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEIJING = 8 * HOUR;
const OPENS = 8.5;
const CLOSES = 17.5;

/** A clock that goes where it is told. */
export class MovableClock implements Clock {
  #now = new Date(0);

  now(): Date {
    return this.#now;
  }

  set(to: Date): void {
    this.#now = to;
  }
}

/** The story is told as far as it has come. */
export class EndOfStory extends Error {}
/** The term ran out; mediation has failed. */
export class TermRanOut extends Error {}

export interface Dockets {
  /** The next docket of a type word in the year of the day. */
  next(type: string, day: string): string;
}

export interface Scene {
  readonly random: Random;
  readonly clock: MovableClock;
  readonly until: Date;
  readonly casework: Casework;
  readonly disputes: HeldDisputes;
  readonly staff: Staff;
  readonly dockets: Dockets;
  readonly ahead: Ahead;
  readonly courtCode: string;
  readonly papers: SamplePapers;
}

/** The first instant at or after the given one at which offices are open; villages are open every day. */
export function inOfficeHours(instant: Date, everyDay: boolean, random: Random): Date {
  let local = instant.getTime() + BEIJING;
  const start = (): number => Math.floor(local / (24 * HOUR)) * 24 * HOUR;
  const hour = (local - start()) / HOUR;
  if (hour >= CLOSES) local = start() + (24 + OPENS) * HOUR + random.whole(0, 180) * MINUTE;
  else if (hour < OPENS) local = start() + OPENS * HOUR + random.whole(0, 120) * MINUTE;
  const weekday = new Date(local).getUTCDay();
  if (!everyDay && weekday === 6) local += 48 * HOUR;
  if (!everyDay && weekday === 0) local += 24 * HOUR;
  return new Date(local - BEIJING);
}

export class Teller {
  readonly scene: Scene;
  readonly plan: Plan;
  readonly matter: Matter;
  readonly id: string;

  constructor(scene: Scene, plan: Plan, matter: Matter, id: string) {
    this.scene = scene;
    this.plan = plan;
    this.matter = matter;
    this.id = id;
  }

  get dispute(): DisputeRecord {
    const found = this.scene.disputes.records.get(this.id);
    if (!found) throw new Error(`no dispute ${this.id} is being told`);
    return found;
  }

  get now(): Date {
    return this.scene.clock.now();
  }

  /** Moves on by so many hours, into office hours. @throws EndOfStory when that lies ahead, TermRanOut past the term */
  async later(lowHours: number, highHours: number): Promise<void> {
    const { random } = this.scene;
    // A court's terms are short; what a village does in a week a tribunal does in half of it.
    const pace = this.dispute.track === 'T3' ? 0.5 : 1;
    const hours = (lowHours + random.next() * (highHours - lowHours)) * pace;
    const raw = new Date(this.now.getTime() + Math.max(hours * HOUR, 5 * MINUTE));
    await this.moveTo(inOfficeHours(raw, this.dispute.owner.tier === 'village', random));
  }

  async moveTo(instant: Date): Promise<void> {
    const { clock, until, courtCode } = this.scene;
    await reviewDanger(this, instant);
    const due = ['S07', 'S08', 'S09', 'S10'].includes(this.dispute.state)
      ? runningTerm(this.dispute)?.dueAt
      : undefined;
    if (due && instant > due && due < until) {
      clock.set(new Date(Math.max(due.getTime() + MINUTE, this.now.getTime())));
      await this.act(systemActor(courtCode), 'expireTerm');
      throw new TermRanOut();
    }
    if (instant > until) throw new EndOfStory();
    if (instant > this.now) clock.set(instant);
  }

  /** Does one act now, with an input checked like anybody's. @throws EndOfStory when the dispute rests here */
  async act(actor: Actor, act: Act, input: object = {}): Promise<DisputeRecord> {
    const done = await this.note(actor, act, input);
    if (done.state === this.plan.restAt) throw new EndOfStory();
    return done;
  }

  /** As `act`, for what is added where the dispute rests. */
  async note(actor: Actor, act: Act, input: object = {}): Promise<DisputeRecord> {
    const { disputes } = this.scene.casework;
    const { value, error } = disputes
      .definition(act)
      .schema.validate({ ...input, ...this.#referral(act) }, { abortEarly: false });
    if (error) throw error;
    return disputes.perform(actor, this.id, act, value);
  }

  /** A court that refers before filing says so under a docket of its own. */
  #referral(act: Act): object {
    const mediates = act === 'takeUp' || act === 'pushDown';
    if (!mediates || !lacksReferralDocket(this.dispute)) return {};
    return { docket: this.scene.dockets.next('民诉前调', dayOfInstant(this.now)) };
  }

  /** The person who decides for the unit that owns the dispute. */
  get clerk(): Actor {
    return this.scene.staff.clerk(this.dispute.owner.code);
  }

  /** The mediator of the dispute, or the clerk where there is none. */
  get mediator(): Actor {
    const { mediator, owner } = this.dispute;
    const known = mediator?.unitCode === owner.code ? this.scene.staff.byAccount(mediator.accountId) : undefined;
    return known ?? this.clerk;
  }
}
