// What one act of the court's work is, said once: its input, its page form and what it does to the dispute. The
// service supplies everything that is the same for all acts: rights, guards, clocks, custody, version, events.

import type Joi from 'joi';
import { type ClockRecord } from '../../domain/clock.ts';
import { type Act, type Article } from '../../domain/lifecycle.ts';
import { type Actor } from '../../domain/permission.ts';
import { type UnitPosition } from '../../domain/tier.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type CustodyRow, type DisputeRecord } from './dispute.record.ts';

/** Everything an act may look at. */
export interface ActContext {
  readonly actor: Actor;
  readonly now: Date;
  readonly dispute: DisputeRecord;
  readonly article: Article;
  /** The holidays known now, for every date the act computes. */
  readonly holidays: HolidayTable;
}

/** What the act does beyond what its article says. Fields of `set` that are `undefined` are removed. */
export interface Effect {
  readonly set?: { readonly [K in keyof DisputeRecord]?: DisputeRecord[K] | undefined };
  /** The new owner; without it the owner keeps the case. */
  readonly custody?: { readonly to: UnitPosition; readonly by: CustodyRow['by']; readonly handOverId?: string };
  /** Kept in the event for every later reader: no identity numbers, phones, addresses or private notes. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** When it happened, if not now. */
  readonly at?: Date;
  /** The last word on the clocks once the article has moved them: a pause, an extension, a due day of its own. */
  readonly clocks?: (moved: readonly ClockRecord[]) => readonly ClockRecord[];
  /** Other documents written in the same transaction. */
  readonly also?: (tx: Tx) => Promise<void>;
  /** An act that follows by itself in the same transaction when the law allows it, done by the system. */
  readonly follow?: Act;
}

/** Text that is data in both languages, such as the name of a unit. */
export interface Names {
  readonly zh: string;
  readonly en: string;
}

/** One field of the page form. An option's text is a locale key, a name in both languages, or a person's name. */
export interface FormField {
  readonly name: string;
  readonly kind:
    | 'text'
    | 'textarea'
    | 'date'
    | 'time'
    | 'datetime'
    | 'number'
    | 'money'
    | 'select'
    | 'radios'
    | 'checkboxes'
    | 'hidden'
    | 'lines'
    /** A picture or scan that becomes a paper of the dispute; see `ActPage.keeps`. */
    | 'file';
  readonly required?: boolean;
  readonly options?: readonly { readonly value: string; readonly key?: string; readonly text?: string | Names }[];
  readonly value?: unknown;
  /** True when the field has a sentence of help, `…fields.<act>.<name>Hint`. */
  readonly hint?: true;
}

export interface ActDefinition<Input = never> {
  readonly act: Act;
  /** Shape of the input; the same schema validates pages and API and describes it in OpenAPI. */
  readonly schema: Joi.ObjectSchema<Input>;
  /** The page form; acts without input have none and ask only for confirmation. */
  readonly fields?: (context: ActContext) => Promise<readonly FormField[]> | readonly FormField[];
  readonly prepare: (context: ActContext, input: Input) => Promise<Effect> | Effect;
}

/** Definitions of different inputs in one table. */
// eslint-disable-next-line typescript/no-explicit-any -- the schema guarantees the input's type at run time
export type AnyActDefinition = ActDefinition<any>;
