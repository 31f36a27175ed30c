// Which acts the page of a dispute offers, the most likely first, and why the others are not possible now.

import { type Act, type Judgement } from '../../domain/lifecycle.ts';
import { needsPoliceReport } from '../../domain/risk.ts';
import { isReportDue } from './dispute.clocks.ts';
import { type DisputeRecord } from './dispute.record.ts';

/** Acts in the order a person is likely to want them; the first allowed one is the next step. */
const IMPORTANCE: readonly Act[] = [
  // Nothing goes on while it is asked whether the mediator may (特邀调解规定15).
  'decideRecusal',
  'acceptHandOver',
  'acceptAppointment',
  'ruleHandOver',
  'beginMediation',
  'recordSignatures',
  'serveAgreement',
  'recordAgreement',
  'recordSession',
  'planSession',
  'updateBoard',
  'recordConsent',
  'recordContact',
  'appointMediator',
  'recordReceipt',
  'recordPerformed',
  'recordRevisit',
  'askConfirmation',
  'recordVerification',
  'confirmAgreement',
  'fileCase',
  'recordCourtResult',
  'recordFee',
  'pushDown',
  'takeUp',
  'resume',
  'correct',
  'applyConfirmation',
  'applyEnforcement',
  'fileEnforcement',
  'transferToFiling',
  'completeFailureRecord',
  'serveTermination',
  'confirmServiceAddress',
  'close',
  'archive',
  'mediateAgain',
  'entrustMediation',
  'remediate',
  'declineHandOver',
  'declineAppointment',
  'escalate',
  'transferLaterally',
  'recallHandOver',
  'recordFacts',
  'answerFacts',
  'extendTerm',
  'cancelSession',
  'pause',
  'failMediation',
  'rejectConfirmation',
  'resumeNegotiation',
  'refuseToSign',
  'recordBreach',
  'deemWithdrawn',
  'returnForCorrection',
  'refuseAcceptance',
  'withdraw',
  'merge',
  'reopen',
  'reportToPolice',
  'reportRisk',
  'assessRisk',
  'beginPerformance',
  'screen',
];
const rank = (act: Act): number => {
  const index = IMPORTANCE.indexOf(act);
  return index < 0 ? IMPORTANCE.length : index;
};

export interface NextActs {
  readonly allowed: readonly { readonly act: Act; readonly href: string; readonly primary: boolean }[];
  readonly refused: readonly {
    readonly act: Act;
    readonly reason: string;
    readonly article: string | null;
    readonly basis: string | null;
  }[];
}

/** Danger comes before everything else: the police, then the unit above, then judging what the system has found. */
function dangerRank(act: Act, dispute: DisputeRecord): number | undefined {
  const { riskFile, riskTriggers } = dispute;
  if (act === 'reportToPolice' && needsPoliceReport(riskTriggers) && !riskFile?.policeReports.length) return -3;
  if (act === 'reportRisk' && isReportDue(dispute) && riskFile?.reportedAt === undefined) return -2;
  return act === 'assessRisk' && riskFile?.undecided ? -1 : undefined;
}

/** What ends a dispute, or sends it away, is never held out as the next step. */
const NEVER_FIRST: readonly Act[] = ['withdraw', 'merge', 'refuseAcceptance', 'returnForCorrection', 'reopen'];

/** Acts the likeliest first, where they are offered for many disputes at once; what ends a dispute comes last. */
export const likeliestFirst = (acts: readonly Act[]): readonly Act[] =>
  acts.toSorted((a, b) => Number(NEVER_FIRST.includes(a)) - Number(NEVER_FIRST.includes(b)) || rank(a) - rank(b));

/** Enforcement of a confirmed agreement, its docket, or a suit. */
const REMEDIES: readonly Act[] = ['applyEnforcement', 'fileEnforcement', 'transferToFiling'];

/** Somebody has no copy yet, while the agreement is still being kept. */
const isServiceOpen = ({ state, agreement, parties }: DisputeRecord): boolean =>
  ['S12', 'S13', 'S14', 'S15'].includes(state) &&
  parties.some(({ id, side }) => side !== 'third' && !agreement?.served?.some(({ partyId }) => partyId === id));

/**
 * Until somebody has been reached, reaching them is the next step (在线调解规则15); once an agreement is written, signing it
 * is, and not writing it anew.
 */
function rankFor(act: Act, dispute: DisputeRecord): number {
  const danger = dangerRank(act, dispute);
  if (danger !== undefined) return danger;
  if (act === 'recordContact' && dispute.contactAttempts === 0) return rank('beginMediation');
  // What stands still goes on first.
  if (act === 'resume') return rank('recordSignatures');
  if (act === 'recordAgreement' && dispute.agreement) return rank('resumeNegotiation');
  if (act === 'serveAgreement' && !isServiceOpen(dispute)) return rank('askConfirmation');
  if (act === 'recordVerification' && dispute.agreement?.confirmation?.verification) return rank('askConfirmation');
  // What was broken is enforced or sued on before anything else is written down of it.
  if (dispute.state === 'S21' && REMEDIES.includes(act)) return rank('recordSignatures');
  return rank(act);
}

/**
 * The buttons of the dispute page, and why other acts of the person's role are not possible now. Acts that belong to
 * another stage altogether are left out here; the API tells them too.
 */
export function nextActs(dispute: DisputeRecord, judgements: readonly Judgement[]): NextActs {
  const sorted = judgements.toSorted((a, b) => rankFor(a.act, dispute) - rankFor(b.act, dispute));
  return {
    allowed: sorted
      .filter((judgement) => judgement.allowed)
      .map((judgement, index) => ({
        act: judgement.act,
        href: `/disputes/${dispute.id}/acts/${judgement.act}`,
        primary: index === 0 && !NEVER_FIRST.includes(judgement.act),
      })),
    refused: sorted.flatMap((judgement) =>
      judgement.allowed || judgement.reason === 'wrongState'
        ? []
        : [
            {
              act: judgement.act,
              reason: judgement.reason,
              article: judgement.article?.id ?? null,
              basis: judgement.article?.basis ?? null,
            },
          ],
    ),
  };
}
