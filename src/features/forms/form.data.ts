// One model of what the forms say, filled from the record: common to all, with what belongs to the session asked for.
// Texts of codes come from the same words the pages use, in Chinese.

import { type FormId } from '../../domain/form.ts';
import { type PerformanceItem } from '../disputes/index.ts';
import { jointFacts } from '../mediation/index.ts';
import { FIELD_NAMES } from './form.specimen.ts';
import { type FormSource, pagesOf } from './form.source.ts';
import {
  agentsData,
  dayText,
  instantDay,
  namesOf,
  numbered,
  type Openness,
  partyData,
  timeText,
  yuan,
} from './form.words.ts';
import { type FormData } from './word.fill.ts';

export interface FormContext {
  readonly now: Date;
  /** Opens what the record keeps sealed. */
  readonly unseal: (sealed: string) => string;
  /** A text of the pages in Chinese. */
  readonly say: (key: string) => string;
  /** Number of the session a record of a session is about. */
  readonly session?: number | undefined;
  readonly issuer: string;
  readonly agreementNumber?: string | undefined;
  readonly printMark: string;
  /** What the issuer added, by tag. */
  readonly answers: Readonly<Record<string, string>>;
}

/** Forms that identify the parties in full; on all others numbers and phones are masked (个人信息保护法6、28). */
const OPEN_FORMS: readonly FormId[] = ['F01', 'F02', 'F04', 'F10', 'F11', 'F12', 'F14', 'F16', 'F27'];

const COPIES_BEYOND_PARTIES = 1;
/** What a record says where nothing was raised or proposed. */
const NONE = '无';
const DIGITS = '零一二三四五六七八九十';
const inWords = (count: number): string => DIGITS[count] ?? String(count);

function performance(item: PerformanceItem, say: FormContext['say']): string {
  const { payer, payee, what, amountFen, dueOn, manner } = item;
  const how = say(`codes:performance.${manner}`);
  return amountFen === undefined
    ? `${payer}于${dayText(dueOn)}前向${payee}${how}：${what}`
    : `${payer}于${dayText(dueOn)}前向${payee}${how}${what}${yuan(amountFen)}`;
}

function sessionData({ sessions, dispute }: FormSource, { session: no, say }: FormContext): FormData {
  const session = sessions.find((one) => one.no === no) ?? sessions.at(-1);
  if (!session) return {};
  const partyOf = (id: string) => dispute.parties.find((party) => party.id === id);
  return {
    次数: String(session.no),
    开始时间: `${instantDay(session.startedAt)}${timeText(session.startedAt)}`,
    结束时间: timeText(session.endedAt),
    调解日期: instantDay(session.startedAt),
    地点: session.place,
    方式: say(`mediation:modes.${session.mode}`),
    主持人: session.host,
    记录人: session.recorder,
    参加人: session.attendance.map(({ partyId, presence, as }) => {
      const party = partyOf(partyId);
      return {
        姓名: party?.name ?? '',
        身份: `${say(`common:sides.${party?.side ?? 'third'}`)}${as ? `，${as}` : ''}`,
        情况: say(`mediation:presences.${presence}`),
      };
    }),
    回避: say(`mediation:recusal.${session.recusal}`),
    陈述: session.statements,
    焦点: numbered(session.issues.length > 0 ? session.issues : [NONE]),
    方案: numbered(session.proposals.length > 0 ? session.proposals : [NONE]),
    结果: say(`mediation:sessionResults.${session.result}`),
    下一步: [session.nextStep, dayText(session.nextOn)].filter(Boolean).join('，') || '无',
  };
}

function agreementData(
  { dispute, agreement: document, sessions, receipts }: FormSource,
  { say }: FormContext,
): FormData {
  const agreement = dispute.agreement ?? document?.text;
  if (!agreement) return { 达成协议: false };
  const items = new Map(agreement.items.map((item) => [item.id, item]));
  const paid = agreement.items.reduce((sum, item) => sum + item.paidFen, 0);
  const total = agreement.items.reduce((sum, item) => sum + (item.amountFen ?? 0), 0);
  return {
    达成协议: true,
    协议事实: agreement.facts,
    责任: agreement.responsibility || '各方对责任没有争议，互谅互让。',
    条款: numbered(agreement.terms),
    履行: numbered(agreement.items.map((item) => performance(item, say))),
    违约责任: document?.breachTerm ?? '',
    未决事项: document?.remainder ? `未决事项：${document.remainder}` : '',
    份数: inWords(dispute.parties.length + COPIES_BEYOND_PARTIES),
    协议日期: dayText(agreement.reachedOn),
    调解地点: sessions.at(-1)?.place ?? '',
    凭证: receipts.map((receipt, index) => {
      const item = items.get(receipt.itemId);
      return {
        序号: String(index + 1),
        事项: item?.what ?? '',
        金额: yuan(receipt.amountFen),
        日期: dayText(receipt.on),
        付款人: item?.payer ?? '',
        收款人: item?.payee ?? '',
        凭证: receipt.voucher,
      };
    }),
    已付: yuan(paid),
    余额: yuan(total - paid),
    履行情况:
      agreement.items.length === 0
        ? '无履行事项'
        : total === paid
          ? '已全部履行'
          : `已履行${yuan(paid)}，尚余${yuan(total - paid)}`,
  };
}

function endingData({ dispute }: FormSource, { say }: FormContext): FormData {
  const { failure, outcome, termination } = dispute;
  return {
    处理结果: outcome ? say(`codes:endings.${outcome.code}`) : '',
    不成记录: failure !== undefined,
    基本情况: failure?.course ?? '',
    不成原因: failure?.reason ?? '',
    增加成本: failure?.costConduct ?? '',
    提示情况: failure?.hints ?? '',
    终止原因: failure ? say(`codes:endings.${failure.ending}`) : '',
    救济途径: (termination?.remedies ?? []).map((remedy) => say(`mediation:remedies.${remedy}`)).join('、'),
    无争议事实: numbered(jointFacts(dispute)),
  };
}

function filedData({ evidence, package: filed, dossier, dispute }: FormSource, { say }: FormContext): FormData {
  const pages = evidence.reduce((sum, file) => sum + Number(pagesOf(file) || 0), 0);
  return {
    材料: evidence.map((file, index) => ({
      序号: String(index + 1),
      名称: file.title,
      形式: file.evidence ? say(`files:copies.${file.evidence.copy}`) : '',
      页数: pagesOf(file),
      来源: file.evidence?.source ?? '',
      证明内容: file.evidence?.purpose ?? '',
      提交人: dispute.parties.find(({ id }) => id === file.evidence?.submitter)?.name ?? '',
    })),
    材料份数: String(evidence.length),
    材料页数: String(pages),
    移送: (filed?.materials ?? []).map((material, index) => ({
      序号: String(index + 1),
      名称: say(`filing:materials.${material}`),
      页数: material === 'evidence' ? String(pages || filed?.evidence.length || '') : '',
      备注: material === 'evidence' ? (filed?.evidence ?? []).join('；') : '',
    })),
    移送时间: instantDay(filed?.builtAt),
    结案报告: dossier?.summary ?? '',
    保管期限: dossier?.retention ? say(`filing:retentions.${dossier.retention}`) : say('filing:retentions.long'),
  };
}

function commonData(form: FormId, source: FormSource, context: FormContext): FormData {
  const { dispute, owner, court, sessions } = source;
  const { say, unseal, now } = context;
  const openness: Openness = OPEN_FORMS.includes(form) ? 'open' : 'masked';
  const people = dispute.parties.map((party) => ({ party, data: partyData(party, openness, unseal, now) }));
  const side = (wanted: string) => people.filter(({ party }) => party.side === wanted).map(({ data }) => data);
  const told = dispute.rightsToldOn ?? dispute.parties.find(({ rightsTold }) => rightsTold)?.rightsTold?.on;
  const relations = dispute.mediator?.disclosure?.relations ?? [];
  return {
    文书编号: dispute.number,
    纠纷编号: dispute.number,
    协议编号: context.agreementNumber ?? '',
    卷号: `${dispute.number}-${dispute.round}`,
    案号: dispute.filing?.docket ?? dispute.referralDocket ?? dispute.agreement?.confirmation?.docket ?? dispute.number,
    纠纷名称: `${dispute.title}${say(`codes:types.${dispute.type}`)}纠纷`,
    纠纷类型: say(`codes:types.${dispute.type}`),
    案由: dispute.cause ?? '',
    案件来源: say(`codes:sources.${dispute.source}`),
    申请日期: dayText(dispute.requestedOn),
    登记日期: instantDay(dispute.lodgedAt),
    受理日期: instantDay(dispute.acceptedAt),
    结案日期: instantDay(dispute.closedAt ?? dispute.endedAt),
    发生地: dispute.place.text || (owner?.name.zh ?? ''),
    纠纷事实: dispute.facts,
    诉求: numbered(dispute.claims),
    标的额: yuan(dispute.amountFen),
    承办单位: owner?.fullName.zh ?? '',
    法庭: source.tribunal,
    法院: court?.fullName.zh ?? '',
    调解员: dispute.mediator?.name ?? '',
    记录人: sessions.at(-1)?.recorder ?? '',
    登记人: source.registrar,
    立卷人: context.issuer,
    轮次: String(dispute.round),
    今日: instantDay(now),
    印次: context.printMark,
    备注: '',
    申请人: side('applicant'),
    被申请人: side('respondent'),
    当事人: people.map(({ data }) => data),
    申请人姓名: namesOf(dispute.parties, 'applicant'),
    被申请人姓名: namesOf(dispute.parties, 'respondent'),
    当事人姓名: namesOf(dispute.parties),
    告知日期: dayText(told) || '　　年　月　日',
    代理: agentsData(dispute, unseal),
    委派: source.referral,
    调解期限: dispute.track === 'T3' ? '适用普通程序的为十五日，适用简易程序的为七日' : '三十日',
    调解次数: String(dispute.sessions),
    披露情况: relations.map((relation) => say(`mediation:relations.${relation}`)).join('；') || '尚未披露',
    风险等级: say(`codes:risk.${dispute.risk}`),
    风险因素: dispute.riskTriggers.map((trigger) => say(`codes:riskTriggers.${trigger}`)).join('、') || '无',
    到场凭证: '',
  };
}

/** What the form says of the dispute now. Every field a template may name is there, blank where the record is. */
export function formData(form: FormId, source: FormSource, context: FormContext): FormData {
  const said: Record<string, FormData[string]> = {
    ...commonData(form, source, context),
    ...agreementData(source, context),
    ...endingData(source, context),
    ...filedData(source, context),
    ...(form === 'F07' ? sessionData(source, context) : {}),
    ...context.answers,
  };
  for (const name of FIELD_NAMES) said[name] ??= '';
  return said;
}
