// The sources the rules rest on, by the short name under which the tables cite them. A citation stays Chinese, for it
// must be found in the text of the law; English pages say beside it what law that is.

export interface LawSource {
  readonly en: string;
}

export const LAW_SOURCES = {
  人民调解法: { en: 'People’s Mediation Law' },
  民事诉讼法: { en: 'Civil Procedure Law' },
  民诉法解释: { en: 'Interpretation of the Civil Procedure Law' },
  特邀调解规定: { en: 'Rules on Invited Mediation' },
  在线调解规则: { en: 'Online Mediation Rules' },
  登记立案规定: { en: 'Rules on Registering Cases' },
  诉讼时效规定: { en: 'Rules on Limitation' },
  简易程序规定: { en: 'Rules on Simple Procedure' },
  案号规定: { en: 'Rules on Case Numbers' },
  民法典: { en: 'Civil Code' },
  '法释〔2014〕8号': { en: 'Interpretation on Interest for Delayed Performance' },
  '法释〔2020〕17号': { en: 'Provisions on Private Lending' },
  '法释〔2022〕14号': { en: 'Interpretation on Damages for Personal Injury' },
  工伤保险条例: { en: 'Regulations on Work Injury Insurance' },
  道路交通安全法: { en: 'Road Traffic Safety Law' },
  诉讼费用交纳办法: { en: 'Measures on Litigation Fees' },
  劳动争议调解仲裁法: { en: 'Labour Dispute Mediation and Arbitration Law' },
  个人信息保护法: { en: 'Personal Information Protection Law' },
  '2024-12-27立案与调解意见': { en: 'Opinions on Filing and Mediation of 27 December 2024' },
  '2024-12-27意见': { en: 'Opinions on Filing and Mediation of 27 December 2024' },
  '法〔2021〕247号': { en: 'Supreme People’s Court Document No. 247 of 2021' },
  '法办〔2023〕275号': { en: 'Supreme People’s Court General Office Document No. 275 of 2023' },
  北京市接诉即办工作条例: { en: 'Beijing Regulations on Answering Public Complaints' },
  接诉即办条例: { en: 'Beijing Regulations on Answering Public Complaints' },
  '北京12345服务与管理规范(征求意见稿)': { en: 'Beijing 12345 Service Standard (draft)' },
  深圳条例: { en: 'Shenzhen Regulations on Resolving Disputes' },
  宁波条例: { en: 'Ningbo Regulations on Resolving Disputes' },
  各地人民调解流程: { en: 'Local procedures of people’s mediation' },
  好差评地方做法: { en: 'Local practice of service ratings' },
  首接负责: { en: 'Whoever receives a request first answers for it' },
  防止互相推诿的裁定: { en: 'A ruling ends the passing on of cases' },
  重新调解另起一轮: { en: 'A new mediation is a new round' },
  一事一案: { en: 'One matter, one case' },
  一案一卷: { en: 'One case, one dossier' },
  结案报告: { en: 'Closing report' },
  D: { en: 'Design of this system, not law' },
} as const satisfies Readonly<Record<string, LawSource>>;
export type LawName = keyof typeof LAW_SOURCES;

/** What Chinese pages say where no law is the source. */
const OWN_DESIGN = '本系统的设计，并非法律规定';

/** Longer names first, so that a name never hides one it begins. */
const NAMES = (Object.keys(LAW_SOURCES) as LawName[]).toSorted((a, b) => b.length - a.length);

export interface Citation {
  readonly law: LawName;
  /** The articles as cited, such as `25(4)` or `28-30`; empty when the source is cited as a whole. */
  readonly articles: string;
  readonly text: string;
}

/** The sources a basis names; a part that names none is left out. */
export const citationsOf = (basis: string): readonly Citation[] =>
  basis.split('；').flatMap((text) => {
    const law = NAMES.find((name) => text.startsWith(name));
    if (law === undefined) return [];
    const articles = /^[\d、()–-]+/.exec(text.slice(law.length))?.[0] ?? '';
    return [{ law, articles: /\d/.test(articles) ? articles : '', text }];
  });

const inEnglish = ({ law, articles, text }: Citation): string => {
  const { en } = LAW_SOURCES[law];
  if (law === 'D') return en;
  const word = /[、–-]/.test(articles) ? 'arts.' : 'art.';
  return articles ? `${en} ${word} ${articles.replaceAll('、', ', ')} (${text})` : `${en} (${text})`;
};

/** A basis as a page says it: as cited in Chinese; in English with the name of each law before its citation. */
export function cited(basis: string, language: 'zh-CN' | 'en'): string {
  const citations = citationsOf(basis);
  if (citations.length === 0) return basis;
  return language === 'en'
    ? citations.map(inEnglish).join('; ')
    : citations.map(({ law, text }) => (law === 'D' ? OWN_DESIGN : text)).join('；');
}
