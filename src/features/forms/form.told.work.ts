// What the record tells of forms that describe the work itself: an inquiry, a written proposal, an expert's work, a finding
// of the patrol, and a dispute told as an example.

import { anonymise } from '../../domain/anonymise.ts';
import { latestOffer, MEDIATOR_VOICE } from '../../domain/board.ts';
import { formatMoney } from '../../domain/money.ts';
import { type FormSource } from './form.source.ts';
import { dayText, instantDay } from './form.words.ts';
import { type Told, type Words } from './form.told.ts';

/** 调查记录: whoever mediates inquires where it happened; what was asked and answered is nowhere else. */
export const inquiring = ({ dispute, unitName }: FormSource): Told => ({
  调查人: dispute.mediator?.name ?? '',
  调查地点: dispute.place.text || unitName(dispute.place.unitCode),
});

/** 无异议调解方案: what the mediator has put on the board, or proposed in the last session. */
export function proposing({ board, sessions }: FormSource, { say }: Words): Told {
  const offers = board.proposals
    .filter((proposal) => proposal.withdrawnOn === undefined && latestOffer(proposal).by === MEDIATOR_VOICE)
    .map((proposal) => {
      const { what, amountFen, dueOn } = latestOffer(proposal);
      const until = dueOn ? `于${dayText(dueOn)}前` : '';
      const amount = amountFen === undefined ? '' : `，计${formatMoney(amountFen)}元`;
      return `${proposal.payer}${until}向${proposal.payee}${say(`codes:performance.${proposal.manner}`)}：${what}${amount}`;
    });
  const lines = offers.length > 0 ? offers : (sessions.at(-1)?.proposals ?? []);
  return { 方案内容: lines.map((line, index) => `${index + 1}．${line}`).join('\n') };
}

/** 诉前鉴定申请书: the pause for an expert says why; what is handed to the expert lies among the evidence. */
export function examining({ events, evidence }: FormSource): Told {
  const pause = events.findLast(({ act, data }) => act === 'pause' && data['cause'] === 'expert');
  return {
    鉴定理由: typeof pause?.data['reason'] === 'string' ? pause.data['reason'] : '',
    鉴定材料: evidence.map(({ title }) => title).join('、'),
  };
}

/** 纠纷排查登记表: what has been done so far, in the order in which it was done. */
export function patrolling({ dispute, events, handOvers, unitName }: FormSource): Told {
  const { riskFile, acceptedAt, owner, mediator, contactAttempts, sessions } = dispute;
  const reported = events.findLast(({ act }) => act === 'reportRisk');
  const measures = [
    ...(riskFile?.policeReports ?? []).map(
      ({ at, station, receipt }) => `${instantDay(at)}向${station}报告（回执${receipt}）`,
    ),
    ...(reported ? [`${instantDay(reported.at)}向上级单位报告`] : []),
    ...handOvers
      .filter(({ kind, state }) => kind !== 'assist' && state !== 'recalled')
      .map(({ sentAt, to }) => `${instantDay(sentAt)}移送${unitName(to.code)}`),
    ...(acceptedAt
      ? [`${instantDay(acceptedAt)}由${unitName(owner.code)}受理${mediator ? `，调解员${mediator.name}` : ''}`]
      : []),
    ...(contactAttempts > 0 ? [`联系当事人${contactAttempts}次`] : []),
    ...(sessions > 0 ? [`组织调解${sessions}次`] : []),
  ];
  return { 采取措施: measures.length > 0 ? `${measures.join('；')}。` : '' };
}

/** 典型案例: nobody can be told from it, and nothing that was said in mediation is in it. */
export function exemplary({ dispute, unitName }: FormSource, { say, unseal }: Words): Told {
  const { parties, facts, type, agreement, failure, owner, place, acceptedAt, endedAt, sessions, outcome } = dispute;
  const open = (sealed: string | undefined) => (sealed ? [unseal(sealed)] : []);
  const named = (kind: 'natural' | 'organisation') => parties.filter((party) => party.kind === kind);
  const codes = [...new Set([...owner.path.slice(1), place.townshipCode, place.unitCode])];
  const hidden = {
    people: [
      ...named('natural').map(({ name }) => name),
      ...parties.flatMap(({ representative, agents }) => [
        ...(representative ? [representative] : []),
        ...agents.map(({ name }) => name),
      ]),
    ],
    organisations: named('organisation').map(({ name }) => name),
    addresses: [...parties.flatMap(({ address }) => open(address)), place.text],
    places: Object.fromEntries(codes.map((code) => [unitName(code), standInOf(unitName(code))])),
  };
  const bare = (text: string) => anonymise(text, hidden);
  const results = agreement ? agreement.terms : [failure?.reason ?? ''];
  const ended = outcome ? say(`codes:endings.${outcome.code}`) : '';
  return {
    案例标题: `${say(`codes:types.${type}`)}纠纷调解案`,
    匿名事实: bare(facts),
    调解过程: acceptedAt
      ? `${instantDay(acceptedAt)}受理，先后组织调解${sessions}次${endedAt ? `，${instantDay(endedAt)}调解结束` : ''}${ended ? `，结果为${ended}` : ''}。`
      : '',
    匿名结果: results
      .filter((one) => one !== '')
      .map((one) => bare(one))
      .join('\n'),
  };
}

const standInOf = (name: string): string => `某${/(?:社区|村|街道|镇|乡|法庭)$/.exec(name)?.[0] ?? '地'}`;
