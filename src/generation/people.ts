// Invented people and companies. Names come from lists; numbers are made so that they pass every check and still cannot
// belong to anybody: identity numbers carry the code of Beijing itself (110000), which no card bears because cards are
// issued by districts; company codes carry the same code; mobile numbers begin with 154, which no operator uses.

import { type Faker } from '@faker-js/faker';
import { type RegisterInput } from '../features/disputes/index.ts';
import { type Matter } from './matter.ts';
import { type Random } from './random.ts';

type PartyInput = RegisterInput['parties'][number];

const NOBODYS_REGION = '110000';
const NOBODYS_PREFIX = '154';
const CHECK_CHARACTERS = '10X98765432';
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

/** An identity number with the right check character, of an adult between 20 and 85. */
export function sampleResidentId(random: Random, male: boolean): string {
  const birth = `${random.whole(1941, 2005)}${padded(random.whole(1, 12), 2)}${padded(random.whole(1, 28), 2)}`;
  const order = random.whole(0, 499) * 2 + (male ? 1 : 0);
  const first = `${NOBODYS_REGION}${birth}${padded(order, 3)}`;
  const sum = Array.from(first).reduce((total, digit, index) => total + Number(digit) * 2 ** (17 - index), 0);
  return first + CHECK_CHARACTERS.charAt(sum % 11);
}

/** A unified social credit code with the right check character. */
export function sampleCreditCode(random: Random): string {
  const body = Array.from({ length: 9 }, () => CREDIT_ALPHABET.charAt(random.whole(0, 30))).join('');
  const first = `91${NOBODYS_REGION}${body}`;
  let weight = 1;
  let sum = 0;
  for (const character of Array.from(first)) {
    sum += CREDIT_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first + CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** A mobile number of a range that is not in use. */
export const samplePhone = (random: Random): string => `${NOBODYS_PREFIX}${padded(random.whole(0, 99_999_999), 8)}`;

const COMPANY_SYLLABLES = [
  '恒',
  '瑞',
  '安',
  '通',
  '盛',
  '达',
  '和',
  '润',
  '嘉',
  '丰',
  '泽',
  '宏',
  '诚',
  '佳',
  '顺',
  '源',
];
const BODIES_BY_TRADE: Readonly<Record<string, string>> = { 口腔门诊: '口腔门诊部', 综合医院: '医院' };

/** A name such as 北京恒瑞物业管理有限公司. */
export function companyName(random: Random, trade: string): string {
  const name = random.pick(COMPANY_SYLLABLES) + random.pick(COMPANY_SYLLABLES);
  return `北京${name}${BODIES_BY_TRADE[trade] ?? `${trade}有限公司`}`;
}

/** Both sides of a dispute, now and then with a second applicant or an agent; the papers are not always complete. */
export class Crowd {
  readonly #faker: Faker;
  readonly #random: Random;

  constructor(faker: Faker, random: Random) {
    this.#faker = faker;
    this.#random = random;
  }

  name(male: boolean): string {
    return this.#faker.person.lastName() + this.#faker.person.firstName(male ? 'male' : 'female');
  }

  /** A company of the same trade. */
  renamed(company: string): string {
    const syllables = this.#random.pick(COMPANY_SYLLABLES) + this.#random.pick(COMPANY_SYLLABLES);
    return company.slice(0, 2) + syllables + company.slice(4);
  }

  parties(matter: Matter, place: string): readonly PartyInput[] {
    let drawn = this.#draw(matter, place);
    // Two invented people of one name would owe each other what nobody can tell apart.
    while (new Set(drawn.map(({ name }) => name)).size < drawn.length) drawn = this.#draw(matter, place);
    return drawn;
  }

  #draw(matter: Matter, place: string): readonly PartyInput[] {
    const random = this.#random;
    const applicants = [this.#person('applicant', place)];
    if (random.chance(0.12)) applicants.push(this.#person('applicant', place));
    const respondent = matter.trade ? this.#company(matter.trade, place) : this.#person('respondent', place);
    const others = !matter.trade && random.chance(0.06) ? [this.#person('respondent', place)] : [];
    return [...applicants, respondent, ...others];
  }

  #person(side: PartyInput['side'], place: string): PartyInput {
    const random = this.#random;
    const male = random.chance(0.55);
    const name = this.name(male);
    const idNumber = sampleResidentId(random, male);
    const phone = samplePhone(random);
    return {
      side,
      kind: 'natural',
      name,
      ...(random.chance(0.8) ? { idNumber } : {}),
      ...(random.chance(0.93) ? { phone } : {}),
      ...(random.chance(0.7) ? { address: `${place}${random.whole(1, 260)}号` } : {}),
      agents: random.chance(0.04)
        ? [{ name: this.name(random.chance(0.6)), phone: samplePhone(random), authority: 'special' }]
        : [],
    };
  }

  #company(trade: string, place: string): PartyInput {
    const random = this.#random;
    return {
      side: 'respondent',
      kind: 'organisation',
      name: companyName(random, trade),
      idNumber: sampleCreditCode(random),
      phone: samplePhone(random),
      address: `${place}${random.whole(1, 90)}号院`,
      representative: this.name(random.chance(0.7)),
      agents: random.chance(0.35)
        ? [{ name: this.name(random.chance(0.5)), phone: samplePhone(random), authority: 'special' }]
        : [],
    };
  }
}
