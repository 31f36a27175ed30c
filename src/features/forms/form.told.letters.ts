// What the record tells of the letters between the court and whoever mediates: which papers travel, and who is to be asked.

import { type FormSource } from './form.source.ts';
import { type Told, type Words } from './form.told.ts';
import { jointFacts } from '../mediation/index.ts';

const titles = ({ evidence }: FormSource): readonly string[] => evidence.map(({ title }) => title);
const docketOf = ({ dispute }: FormSource): string => dispute.filing?.docket ?? dispute.referralDocket ?? '';
const list = (papers: readonly string[]): string => papers.join('、');

/** 委派（委托）调解函 */
export function referring(source: FormSource): Told {
  const { dispute, handOvers, events, unitName } = source;
  const addresses = dispute.parties.some(({ service }) => service !== undefined);
  const sent = handOvers.findLast(({ kind }) => kind === 'push-down');
  const entrusted = events.findLast(({ act }) => act === 'entrustMediation');
  const contact = sent
    ? `${unitName(sent.from.code)}${sent.sentBy.name}`
    : entrusted
      ? `${unitName(entrusted.actor.unitCode)}${entrusted.actor.name}`
      : '';
  return {
    案号: docketOf(source),
    移交材料: list([
      docketOf(source) ? '起诉状' : '申请书',
      ...titles(source),
      ...(addresses ? ['送达地址确认书'] : []),
    ]),
    联系人: contact,
  };
}

/** 委派（委托）调解结果反馈 */
export function answering(source: FormSource, { say }: Words): Told {
  const { dispute, package: filed } = source;
  const own = dispute.agreement
    ? ['调解协议']
    : [...(dispute.failure ? ['调解不成记录'] : []), ...(jointFacts(dispute).length > 0 ? ['无争议事实记载表'] : [])];
  const papers = filed ? filed.materials.map((material) => say(`filing:materials.${material}`)) : own;
  return { 案号: docketOf(source), 移交材料: list([...papers, ...titles(source)]) || '无' };
}
