// Phrases that histories need again and again.

import { type DossierPart } from '../domain/dossier.ts';

export const PUSH_REASONS = [
  '当事人均居住在本辖区，熟悉情况，适宜就地化解。',
  '事实清楚、争议不大，请先行组织调解。',
  '双方同意由属地调解组织主持调解。',
  '涉及邻里关系，由社区村居上门调解更为妥当。',
] as const;

export const ESCALATE_REASONS = [
  '双方分歧较大，涉及法律适用问题，请指导并接手调解。',
  '一方当事人不在本辖区，本级难以组织。',
  '需要调取证据，超出本级能力。',
] as const;

export const RULING_REASON = '经与双方单位核实，该纠纷的主要事实发生在其辖区，由其受理，不得再行退回。';

export const DECLINE_NOTES = {
  B1: '经核实，纠纷发生地和双方住所均不在本辖区。',
  B2: '涉及金额和法律关系超出本单位调解能力。',
  B3: '属于行政主管部门处理的事项，已告知当事人。',
  B4: '本单位负责人与一方当事人系近亲属，不宜受理。',
  B5: '联系后一方当事人明确表示不同意在本级调解。',
  B7: '与本单位此前受理的纠纷重复。',
  B8: '近期调解员外出培训，人手不足。',
} as const;

export const CORRECTIONS = ['补充被申请人的联系方式', '补充合同或转账记录复印件', '写明具体的请求事项'] as const;

export const STATEMENTS = [
  '申请人陈述了事情经过并出示了照片。被申请人认可基本事实，对数额有不同意见。调解员分别做了工作，双方情绪趋于平稳。',
  '双方到场后各自陈述。调解员结合相关法律规定释明了责任，被申请人表示愿意协商。',
  '调解员与双方一同查看了现场，就争议的主要事实形成一致意见，双方对处理方式交换了看法。',
  '被申请人提出分期履行，申请人要求有担保。调解员建议双方各退一步，约定回家考虑。',
] as const;

export const FAIL_COURSE = '受理后及时联系双方，依法告知权利义务，先后组织调解，分别听取双方意见并提出调解建议。';
export const FAIL_REASONS = {
  O31: '被申请人明确表示不同意调解。',
  O32: '多次以不同方式联系被申请人均未能联系上。',
  O33: '双方对责任和数额分歧过大，无法形成一致意见。',
  O34: '调解期限届满，双方未能达成协议，一方不同意延长。',
  O37: '当事人坚持通过诉讼确定责任。',
} as const;
export const NOTHING = '无。';
export const HINT = '建议立案后优先安排鉴定或者现场勘验。';

export const BREACH_TERM = '任何一方未按期履行的，应当按照未履行部分支付相应的逾期利息。';
export const CLOSE_SUMMARY = {
  agreed: '双方在调解员主持下达成协议，已告知履行和救济途径，材料齐备，予以结案。',
  failed: '调解未达成一致，已告知当事人仲裁、行政或者诉讼途径，材料已按规定处理，予以结案。',
  filed: '案件已由法院登记立案，调解阶段材料已移交，予以结案。',
  withdrawn: '申请人撤回申请，已向双方说明后果，予以结案。',
} as const;

export const HOTLINE_SYSTEMS: Readonly<Record<string, string>> = { I03: '12345', I04: '12368' };

export const OVERRIDE_NOTE = '该调解员此前处理过同一片区的类似纠纷，熟悉双方情况。';

export const RISK_REASONS = [
  '已上门核实情况，双方目前情绪稳定，继续关注。',
  '与当事人及其家属谈话，已劝导双方不要见面争执。',
  '已请网格员每日走访，暂未发现新的情况。',
  '现场核实属实，已告知当事人依法处理。',
] as const;

/** What the papers of an invented dossier are called. */
export const PAPER_TITLES: Readonly<Record<DossierPart, string>> = {
  application: '受理登记表',
  rightsNotice: '权利义务告知书',
  identity: '身份证复印件',
  authority: '授权委托书',
  investigation: '调查记录',
  evidence: '现场照片',
  sessionRecord: '签字的调解笔录',
  agreement: '签字的调解协议书',
  receipts: '收条',
  revisit: '回访记录',
  confirmation: '司法确认裁定书',
  termination: '终止调解通知书',
  situation: '卷宗情况说明',
  backCover: '封底',
};

export const RELATION_NOTE = '与一方当事人曾在同一单位工作，已离职多年。';
export const WAIVER_EVIDENCE = '当面告知后各方同意，记录在卷';
export const RECUSAL_REASON = '经核实不影响公正调解，并已告知各方。';
export const TRIAL_LAY_JUDGE = '何人民';
/** Names come from a short list: agents and mediators may share one. */
export const ARBITRATION = '劳动人事争议仲裁委员会已出具不予受理通知书';
export const NAMESAKE = '同名，非同一人';
