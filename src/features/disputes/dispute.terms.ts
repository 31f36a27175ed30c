// Words a dispute is found by. Chinese has no blanks, so runs of characters are cut into overlapping pairs that a
// normal index can hold; a query is cut the same way and all its pairs must be there.

import { type DisputeRecord } from './dispute.record.ts';

const RUNS = /[\p{Script=Han}]+|[\p{L}\p{N}]+/gu;
const isHan = (run: string): boolean => /^\p{Script=Han}/u.test(run);

function pairs(run: string): readonly string[] {
  const characters = Array.from(run);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** The distinct terms of some texts: pairs of Chinese characters, whole words and numbers otherwise, in lower case. */
export function termsOf(...texts: readonly (string | undefined)[]): string[] {
  const runs = texts.flatMap((text) => text?.normalize('NFKC').toLowerCase().match(RUNS) ?? []);
  return [...new Set(runs.flatMap((run) => (isHan(run) ? pairs(run) : [run])))];
}

/** What a dispute is found by: its title, numbers and the names of its parties. */
export const termsOfRecord = ({ title, number, external, filing, referralDocket, parties }: Findable): string[] =>
  termsOf(title, number, external?.number, filing?.docket, referralDocket, ...parties.map((party) => party.name));

interface Findable extends Pick<DisputeRecord, 'title' | 'referralDocket'> {
  readonly number?: string;
  readonly external?: { readonly number?: string | undefined };
  readonly filing?: Pick<NonNullable<DisputeRecord['filing']>, 'docket'>;
  readonly parties: readonly { readonly name: string }[];
}
