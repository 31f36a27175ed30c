// Texts that leave the people of a dispute out: a typical case tells what happened and to nobody (民诉法解释146; 特邀调解规定28(4);
// 个人信息保护法51). What a machine leaves out is a draft; whoever signs it reads it again.

import { maskName } from './identity.ts';

/** Who and where must not be told. */
export interface Hidden {
  /** Natural persons. */
  readonly people: readonly string[];
  readonly organisations: readonly string[];
  readonly addresses: readonly string[];
  /** Names of places, each with what stands in its stead: 宋庄村 → 某村. */
  readonly places: Readonly<Record<string, string>>;
}

const STEMS = '甲乙丙丁戊己庚辛壬癸';
const ID_NUMBER = /(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)/g;
const PHONE = /(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)/g;
/** A credit code has letters in it. */
const CREDIT_CODE = /(?<![\dA-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![\dA-Z])/g;
const HOUSE = /\d+号(?:院|楼)?(?:\d+(?:单元|门|室|楼))*/g;
const PLATE = /[\u4e00-\u9fa5][A-Z][·•]?[A-Z0-9]{5,6}/g;

/** 张某; where several people would be called the same, 张某甲 and 张某乙. */
function standIns(people: readonly string[]): readonly (readonly [string, string])[] {
  const distinct = [...new Set(people.filter((name) => name.length > 1))];
  return distinct.map((name) => {
    const mask = maskName(name);
    const same = distinct.filter((other) => maskName(other) === mask);
    return [name, same.length > 1 ? `${mask}${STEMS[same.indexOf(name)] ?? ''}` : mask] as const;
  });
}

/** The text without names, numbers, addresses and places. */
export function anonymise(text: string, { people, organisations, addresses, places }: Hidden): string {
  const words = [
    ...addresses.map((address) => [address, '某处'] as const),
    ...[...new Set(organisations)].map(
      (name, index, all) => [name, `某单位${all.length > 1 ? STEMS[index] : ''}`] as const,
    ),
    ...standIns(people),
    ...Object.entries(places),
  ]
    .filter(([word]) => word !== '')
    // The longest first: a name may stand inside another.
    .toSorted(([one], [other]) => other.length - one.length);
  const bare = words.reduce((rest, [word, instead]) => rest.replaceAll(word, instead), text);
  return bare
    .replaceAll(ID_NUMBER, '（证件号码）')
    .replaceAll(CREDIT_CODE, '（信用代码）')
    .replaceAll(PHONE, '（电话）')
    .replaceAll(PLATE, '（车牌）')
    .replaceAll(HOUSE, '某号');
}
