// What a hotline order does not say: the type of the dispute and whom it is about. Both are guesses and marked as such.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DisputeTypeCode } from '../../domain/dispute-type.ts';
import { projectRoot } from '../../platform/project.ts';

interface TypeTable {
  readonly effectiveFrom: string;
  readonly rules: readonly { readonly type: DisputeTypeCode; readonly words: readonly string[] }[];
}

const OTHER: DisputeTypeCode = '99';

/** The words by which a type is guessed, `config/hotline-types.json`. */
export const readTypeTable = (): TypeTable =>
  JSON.parse(readFileSync(join(projectRoot, 'config/hotline-types.json'), 'utf8')) as TypeTable;

export interface TypeGuess {
  readonly type: DisputeTypeCode;
  /** Kept with the event of lodging. */
  readonly note: string;
}

/** The type most of whose words occur; the subject counts twice, for it is chosen with care. */
export function guessType(subject: string, text: string, table: TypeTable): TypeGuess {
  let best: { readonly type: DisputeTypeCode; readonly hits: number; readonly words: readonly string[] } | undefined;
  for (const { type, words } of table.rules) {
    const found = words.filter((word) => subject.includes(word) || text.includes(word));
    const hits = found.reduce((sum, word) => sum + (subject.includes(word) ? 2 : 1), 0);
    if (hits > (best?.hits ?? 0)) best = { type, hits, words: found };
  }
  const source = `关键词表 ${table.effectiveFrom}`;
  return best
    ? { type: best.type, note: `纠纷类型由关键词推定，待核实：${best.words.join('、')}（${source}）` }
    : { type: OTHER, note: `未能由关键词推定纠纷类型，待核实（${source}）` };
}

const NAME = '[\\p{Script=Han}A-Za-z0-9（）()]{2,24}?';
/** The full name of a company is taken wherever it stands; a mere trade only in the subject. */
const TRADE = new RegExp(
  `${NAME}(?:有限责任公司|有限公司|股份公司|物业公司|置业公司|开发公司|房地产|培训学校|培训机构|健身房|幼儿园|医院|物业|公司)`,
  'u',
);
const FULL_NAME = new RegExp(`${NAME}(?:有限责任公司|有限公司|股份公司)`, 'u');
const LEADING =
  /^.*(?:关于|投诉|举报|反映|咨询|请问|位于|由于|因为|对于|根据|通知|以及|包括|要求|希望|请求|我是|购买|我们|所谓|被|由|在|的|和|与|向|是)/u;
const GENERIC =
  /^(?:小区|该|本|某)?(?:物业|房地产|置业|开发)?(?:公司|物业|房地产|培训学校|培训机构|健身房|幼儿园|医院)$/u;
const UNKNOWN = '待核实';
const SEARCHED = 300;
const SHORTEST = 4;

/** The body an order is about, if it names one; the clerk checks it. */
export function guessRespondent(subject: string, text: string): { name: string; kind: 'natural' | 'organisation' } {
  const found = [FULL_NAME.exec(subject), TRADE.exec(subject), FULL_NAME.exec(text.slice(0, SEARCHED))];
  for (const match of found) {
    const name = match?.[0].replace(LEADING, '');
    if (name && name.length >= SHORTEST && !GENERIC.test(name)) return { name, kind: 'organisation' };
  }
  return { name: UNKNOWN, kind: 'natural' };
}
