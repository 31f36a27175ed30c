// What a cause (案由) means to the rules: they speak of keys of our own, while people write the names of the catalogue,
// which change with its editions.

/** Names of 《民事案件案由规定》 that a rule speaks of, by key; a name may be the beginning of several. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/^离婚纠纷$/, 'C0201'],
  [/^物权确认纠纷$/, 'C0301'],
  [/^数据权属纠纷$/, 'C0601'],
  [/^网络虚拟财产权属纠纷$/, 'C0604'],
  [/^申请(海事)?支付令$/, 'C1102'],
  [/^申请(确定|变更|指定|恢复|撤销)监护人/, 'C1103'],
  [/^申请宣告(自然人|公民)/, 'C1104'],
  [/^(劳动合同|确认劳动关系|追索劳动报酬|经济补偿金|竞业限制|社会保险|工伤保险待遇|福利待遇|新就业形态)/, 'C0700'],
];

const KEY = /^C\d{4}$/;

/** The rules' key of a cause, however it is written; undefined where no rule speaks of it. */
export const causeKey = (cause: string): string | undefined =>
  KEY.test(cause) ? cause : KEYS.find(([name]) => name.test(cause))?.[1];
