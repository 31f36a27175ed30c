// Signs of danger the system finds by itself: in words that are written down, in who the parties are, in what day it is
// and in what was reported before (4.5). A sign is shown to a person with what it was found by, and judged by that
// person. The lists of words are this system's design; they err on the side of asking, and a denied word does not count.

import { addDays, type CalendarDay } from './calendar-day.ts';
import { isMinor, ageOn } from './identity.ts';
import { GROUP_SIZE, type RiskTriggerId } from './risk.ts';
import { type HolidayTable } from './working-days.ts';

/** What a sign was found by: words of the record, or a fact of the case. */
export const RISK_FACTS = ['people', 'policeSource', 'hotlineAgain', 'holiday', 'age'] as const;
export type RiskFact = (typeof RISK_FACTS)[number];

export interface RiskSign {
  readonly trigger: RiskTriggerId;
  /** The words it was found by, as they stand in the record. */
  readonly words?: string | undefined;
  readonly fact?: RiskFact | undefined;
  /** How many people or work orders. */
  readonly count?: number | undefined;
  /** The first day of the holidays. */
  readonly day?: CalendarDay | undefined;
}

/** `没有`, `未` and the like shortly before, in the same clause, deny what follows. */
const NOT_DENIED = String.raw`(?<!(?:没|未(?!成年)|无(?![故理端])|不存在|并非|否认|从不|不会|不曾)[^，。；！？、\n]{0,4})`;
const pattern = (...words: readonly string[]): RegExp => new RegExp(`${NOT_DENIED}(?:${words.join('|')})`, 'u');

const CHILD = '孩子|小孩|儿童|未成年人?|学生|孙子|孙女';
const ELDER = '老人|老年人|老母亲|老父亲|父母|母亲|父亲|爷爷|奶奶|公公|婆婆|岳父|岳母';
const HARM = '虐待|殴打|打骂|遗弃|不给饭|不管吃住|体罚|猥亵|家暴|家庭暴力';
const ABUSE = pattern(
  `(?:${HARM})[^。；\\n]{0,12}(?:${CHILD}|${ELDER})`,
  `(?:${CHILD}|${ELDER})[^。；\\n]{0,12}(?:${HARM})`,
);
const HARMED = pattern(HARM);

/** Words of each sign, in the order in which they are looked for. */
const WORDS: Readonly<Partial<Record<RiskTriggerId, RegExp>>> = {
  violence: pattern(
    '殴打',
    '打伤',
    '打人',
    '打架',
    '动手打',
    '互殴',
    '厮打',
    '砸(?:门|车|窗|店)',
    '纵火',
    '放火',
    '威胁',
    '恐吓',
    '扬言',
    '弄死',
    '打死',
    '杀(?:了|人|死|全家)',
    '家暴',
    '家庭暴力',
    '要(?:你|他|她)的?命',
  ),
  weapon: pattern('持刀', '菜刀', '砍刀', '匕首', '拿刀', '动刀', '棍棒', '铁棍', '斧头', '汽油', '爆炸', '雷管'),
  selfHarm: pattern(
    '自杀',
    '轻生',
    '跳楼',
    '跳河',
    '喝农药',
    '服毒',
    '自焚',
    '不想活',
    '寻短见',
    '报复',
    '同归于尽',
    '拼命',
  ),
  priorPolice: pattern(
    '报警',
    '报过警',
    '报了警',
    '打(?:了)?110',
    '出(?:过|了)?警',
    '民警(?:到场|处置|调解)',
    '治安(?:处罚|拘留|案件)',
  ),
  minorsOrElderly: ABUSE,
  repeatedHotline: pattern(
    '(?:多次|反复|再次|又|连续|第[二三四五六七八九十]次)[^。；，\\n]{0,6}(?:12345|热线)',
    '(?:12345|热线)[^。；，\\n]{0,6}(?:多次|反复|再次)',
  ),
};

/** Ten people and more, as numbers are written: 30余名业主, 二十多户, 几十人, 上百人. */
const MANY = String.raw`(?:余|多|几|来)?(?:名|个|位)?(?:人|户|村民|业主|工人|职工|农民工|群众|家长|商户)`;
const COUNTED = new RegExp(String.raw`(?<![\d.])(\d{2,5})${MANY}`, 'u');
const MANY_IN_WORDS = new RegExp(
  `(?:[二三四五六七八九几数]?十[一二三四五六七八九]?|(?:上|几|数|[一二三四五六七八九])百|上千|[几数]千)${MANY}`,
  'u',
);

function groupIn(text: string): RiskSign | undefined {
  const [words, number] = COUNTED.exec(text) ?? MANY_IN_WORDS.exec(text) ?? [];
  if (words === undefined || (number !== undefined && Number(number) < GROUP_SIZE)) return undefined;
  return { trigger: 'group', words };
}

/** The signs in what somebody has written down, at most one of each kind. */
export function signsInWords(text: string): readonly RiskSign[] {
  const found = (Object.entries(WORDS) as [RiskTriggerId, RegExp][]).flatMap(([trigger, words]): RiskSign[] => {
    const [hit] = words.exec(text) ?? [];
    return hit === undefined ? [] : [{ trigger, words: hit }];
  });
  const group = groupIn(text);
  return group ? [...found, group] : found;
}

/** Days before a holiday in which land, graves and unpaid wages are touchy. */
export const DAYS_BEFORE_HOLIDAY = 15;
const LAND_TYPE = '07';
const WAGE_TYPE = '13';
const WAGE_WORDS = /欠薪|拖欠.{0,6}(?:工资|工钱|薪)|讨薪|农民工工资|血汗钱/u;
const LAND_WORDS = /坟|墓地|祖坟|宅基地|承包地|土地/u;

/** The first holiday within the touchy days after `today`, by the table of holidays. */
const nearHoliday = (today: CalendarDay, { holidays }: HolidayTable): CalendarDay | undefined => {
  for (let ahead = 1; ahead <= DAYS_BEFORE_HOLIDAY; ahead += 1) {
    const day = addDays(today, ahead);
    if (holidays.has(day)) return day;
  }
  return undefined;
};

/** What is known of a request beside its words. */
export interface RiskCircumstances {
  readonly text: string;
  readonly type: string;
  readonly today: CalendarDay;
  readonly holidays: HolidayTable;
  /** How many parties there are on all sides. */
  readonly people: number;
  /** Birth days of the natural persons, where they are known. */
  readonly birthDays: readonly CalendarDay[];
  /** The police handed it over (警调). */
  readonly fromPolice: boolean;
  /** Work orders of 12345 by the same people within a year, this one included. */
  readonly hotlineOrders: number;
}

/** From this age on somebody is elderly (老年人权益保障法 2). */
const ELDERLY_FROM = 60;

/** Every sign of a request, at most one of each kind; those found by words come first. */
export function signsOfRequest(request: RiskCircumstances): readonly RiskSign[] {
  const { text, type, today, holidays } = request;
  const vulnerable = request.birthDays.some((born) => isMinor(born, today) || ageOn(born, today) >= ELDERLY_FROM);
  const holiday =
    type === LAND_TYPE || type === WAGE_TYPE || WAGE_WORDS.test(text) || LAND_WORDS.test(text)
      ? nearHoliday(today, holidays)
      : undefined;
  const harm = vulnerable ? HARMED.exec(text)?.[0] : undefined;
  const signs: readonly (RiskSign | undefined)[] = [
    ...signsInWords(text),
    request.people >= GROUP_SIZE ? { trigger: 'group', fact: 'people', count: request.people } : undefined,
    request.fromPolice ? { trigger: 'priorPolice', fact: 'policeSource' } : undefined,
    request.hotlineOrders > 1
      ? { trigger: 'repeatedHotline', fact: 'hotlineAgain', count: request.hotlineOrders }
      : undefined,
    harm === undefined ? undefined : { trigger: 'minorsOrElderly', fact: 'age', words: harm },
    holiday === undefined ? undefined : { trigger: 'beforeHoliday', fact: 'holiday', day: holiday },
  ];
  const first = new Map<RiskTriggerId, RiskSign>();
  for (const sign of signs) if (sign && !first.has(sign.trigger)) first.set(sign.trigger, sign);
  return [...first.values()];
}

/** Signs nobody has judged yet: of kinds that are neither confirmed nor already waiting to be judged. */
export const unjudged = (
  signs: readonly RiskSign[],
  confirmed: readonly string[],
  waiting: readonly RiskSign[],
): readonly RiskSign[] =>
  signs.filter(({ trigger }) => !confirmed.includes(trigger) && !waiting.some((other) => other.trigger === trigger));
