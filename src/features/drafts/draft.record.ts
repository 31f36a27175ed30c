// What a person has typed into a form and not yet sent: theirs alone, for a while.

/** Values by field name as the page's script keeps them: text of inputs, true or false of `name=value` choices. */
export type DraftFields = Readonly<Record<string, string | boolean>>;

export interface Draft {
  /** Counts the savings; whoever saves names the one they know. */
  readonly revision: number;
  /** What the form was about when it was opened: the number of the session, the round. */
  readonly of: string;
  /** Which browser saved last, to tell “this device” from “another”. */
  readonly device: string;
  readonly savedAt: Date;
  readonly fields: DraftFields;
}

/** Days after which an untouched draft is forgotten. */
export const KEPT_DAYS = 30;
/** A person has no more forms open than this. */
export const MOST_DRAFTS = 200;
