// The first screen of each role as a table: which piles of work lie on the desk, in which order, and which disputes
// belong to each pile. A pile is a filter, so the number on it and the list behind it always agree.

import { OPEN_STATES, type State } from '../../domain/lifecycle.ts';
import { type Actor, type Role } from '../../domain/permission.ts';
import { type DisputeFilter } from './dispute.repository.ts';

export interface Pile {
  readonly id: string;
  readonly filter: (actor: Actor, now: Date) => DisputeFilter;
  readonly order: 'due' | 'updated';
  /** The pile the person should look at first. */
  readonly urgent?: true;
}

const OPEN_MEDIATION: readonly State[] = ['S08', 'S09', 'S10', 'S11', 'S12', 'S13'];
const UNDER_WAY: readonly State[] = OPEN_STATES.filter((state) => state !== 'S00');
const ENDED: readonly State[] = ['S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S18', 'S19', 'S20', 'S21', 'S22', 'S24'];

const ENDED_ELSEWHERE: readonly State[] = ['S04', 'S19', 'S20', 'S21', 'S22', 'S24'];
/** Results stay on the desk for a month. */
const RESULTS_DAYS = 30;
const MS_PER_DAY = 86_400_000;

const unit = (actor: Actor): string => actor.unit.code;

export const PILES = {
  /** What the system has found and nobody has judged, where the reader's unit holds the dispute. */
  signs: {
    id: 'signs',
    order: 'due',
    urgent: true,
    filter: (actor) => ({ ownerUnit: unit(actor), riskUndecided: true, states: UNDER_WAY }),
  },
  danger: {
    id: 'danger',
    order: 'due',
    urgent: true,
    filter: (actor) => ({ visibleTo: unit(actor), risks: ['red', 'orange'], states: UNDER_WAY }),
  },
  toAnswer: { id: 'toAnswer', order: 'due', urgent: true, filter: (actor) => ({ sentTo: unit(actor) }) },
  toRule: { id: 'toRule', order: 'due', urgent: true, filter: (actor) => ({ rulingUnit: unit(actor) }) },
  myCases: {
    id: 'myCases',
    order: 'due',
    filter: (actor) => ({ mediatorIds: [actor.accountId], states: OPEN_MEDIATION }),
  },
  standIn: {
    id: 'standIn',
    order: 'due',
    urgent: true,
    // An empty list of accounts finds nothing: nobody is away.
    filter: (actor) => ({ mediatorIds: actor.standsInFor ?? [], states: OPEN_MEDIATION }),
  },
  toHelp: { id: 'toHelp', order: 'due', urgent: true, filter: (actor) => ({ helpOf: unit(actor) }) },
  toScreen: { id: 'toScreen', order: 'due', filter: (actor) => ({ ownerUnit: unit(actor), states: ['S02', 'S03'] }) },
  toPush: {
    id: 'toPush',
    order: 'due',
    urgent: true,
    filter: (actor) => ({ ownerUnit: unit(actor), states: ['S02'] }),
  },
  cameBack: {
    id: 'cameBack',
    order: 'due',
    urgent: true,
    filter: (actor) => ({ ownerUnit: unit(actor), states: ['S06'] }),
  },
  toAppoint: { id: 'toAppoint', order: 'due', filter: (actor) => ({ ownerUnit: unit(actor), states: ['S07'] }) },
  underWay: { id: 'underWay', order: 'due', filter: (actor) => ({ ownerUnit: unit(actor), states: OPEN_MEDIATION }) },
  sent: { id: 'sent', order: 'due', filter: (actor) => ({ sentBy: unit(actor) }) },
  toFile: {
    id: 'toFile',
    order: 'due',
    urgent: true,
    filter: (actor) => ({ visibleTo: unit(actor), states: ['S17', 'S18'] }),
  },
  results: {
    id: 'results',
    order: 'updated',
    filter: (actor) => ({ originUnit: unit(actor), pushedDown: true, states: ENDED }),
  },
  /** What became of disputes the unit once held and sent on, to the court or elsewhere (首接负责). */
  outcomes: {
    id: 'outcomes',
    order: 'updated',
    filter: (actor, now) => ({
      visibleTo: unit(actor),
      heldBefore: unit(actor),
      states: ['S18', ...ENDED_ELSEWHERE],
      updatedSince: new Date(now.getTime() - RESULTS_DAYS * MS_PER_DAY),
    }),
  },
  awaitFee: {
    id: 'awaitFee',
    order: 'due',
    filter: (actor) => ({ ownerUnit: unit(actor), states: ['S19'], feeOpen: true }),
  },
  toConfirm: {
    id: 'toConfirm',
    order: 'due',
    urgent: true,
    filter: (actor) => ({ visibleTo: unit(actor), states: ['S14'] }),
  },
  toClose: {
    id: 'toClose',
    order: 'due',
    filter: (actor) => ({ ownerUnit: unit(actor), states: ['S19', 'S20', 'S21', 'S24'] }),
  },
  overdue: { id: 'overdue', order: 'due', filter: (actor, now) => ({ visibleTo: unit(actor), dueBefore: now }) },
} as const satisfies Readonly<Record<string, Pile>>;
export type PileId = keyof typeof PILES;

/** The desk of each role that works on cases; other roles begin on a page of their own. */
export const DESKS: Readonly<Partial<Record<Role, { readonly id: string; readonly piles: readonly PileId[] }>>> = {
  villageMediator: {
    id: 'myWork',
    piles: [
      'toAnswer',
      'signs',
      'danger',
      'toHelp',
      'myCases',
      'standIn',
      'toScreen',
      'cameBack',
      'toAppoint',
      'toClose',
      'outcomes',
    ],
  },
  townshipMediator: {
    id: 'myWork',
    piles: ['danger', 'myCases', 'standIn', 'toHelp', 'toAppoint', 'toClose', 'outcomes'],
  },
  townshipClerk: {
    id: 'inbox',
    piles: [
      'toAnswer',
      'signs',
      'danger',
      'toHelp',
      'cameBack',
      'toScreen',
      'toAppoint',
      'standIn',
      'sent',
      'underWay',
      'toClose',
      'outcomes',
    ],
  },
  townshipHead: {
    id: 'inbox',
    piles: [
      'toAnswer',
      'signs',
      'danger',
      'toRule',
      'toHelp',
      'cameBack',
      'toScreen',
      'toAppoint',
      'standIn',
      'overdue',
      'underWay',
      'toClose',
      'outcomes',
    ],
  },
  tribunalClerk: {
    id: 'diversion',
    piles: [
      'toPush',
      'toFile',
      'awaitFee',
      'signs',
      'danger',
      'cameBack',
      'toRule',
      'toHelp',
      'sent',
      'results',
      'outcomes',
      'toAnswer',
      'standIn',
      'toClose',
    ],
  },
  courtFilingClerk: {
    id: 'diversion',
    piles: [
      'toPush',
      'toFile',
      'awaitFee',
      'signs',
      'danger',
      'cameBack',
      'toRule',
      'toHelp',
      'sent',
      'results',
      'outcomes',
      'toAnswer',
      'standIn',
      'toClose',
    ],
  },
  tribunalJudge: {
    id: 'guidance',
    piles: ['toConfirm', 'toRule', 'danger', 'toHelp', 'toFile', 'overdue', 'underWay'],
  },
};

/** Where each role begins its day. */
export const HOME: Readonly<Record<Role, string>> = {
  villageMediator: '/desk',
  townshipMediator: '/desk',
  townshipClerk: '/desk',
  townshipHead: '/desk',
  tribunalClerk: '/desk',
  courtFilingClerk: '/desk',
  tribunalJudge: '/desk',
  courtAdmin: '/statistics',
  justiceViewer: '/statistics',
  committeeViewer: '/statistics',
  systemAdmin: '/accounts',
  auditAdmin: '/audit',
  party: '/account',
  system: '/account',
};
