// Who takes the dispute: screening, pushing down, refusals and rulings, until a unit has accepted it.

import { type DeclineCode } from '../domain/hand-over.ts';
import { type Act } from '../domain/lifecycle.ts';
import { type Actor } from '../domain/permission.ts';
import { barring } from '../domain/suitability.ts';
import { systemActor } from '../features/disputes/index.ts';
import { EndOfStory, inOfficeHours, type Teller } from './teller.ts';
import { CORRECTIONS, DECLINE_NOTES, ESCALATE_REASONS, PUSH_REASONS, RULING_REASON } from './words.ts';

const MINUTE = 60_000;

/** Screens the request at the unit that lodged it. @throws EndOfStory when it goes no further */
export async function screen(teller: Teller, earlierNumber: string | undefined): Promise<void> {
  const { plan, scene } = teller;
  const screens = teller.dispute.owner.tier !== 'village';
  await teller.later(0.5, 20);
  if (screens && plan.takes('correct')) await correct(teller);
  if (screens && plan.takes('refuse')) {
    await teller.act(teller.clerk, 'refuseAcceptance', {
      reason: scene.random.pick(['outsideScope', 'otherAuthority', 'alreadyAccepted', 'statusOrCrime']),
      note: '经审查，该事项不属于人民调解的受理范围。',
      remedy: '已书面告知可以向有关行政机关反映或者依法提起诉讼。',
    });
    throw new EndOfStory();
  }
  if (screens && earlierNumber && plan.takes('merge')) {
    await teller.act(teller.clerk, 'merge', { masterNumber: earlierNumber, note: '同一当事人就同一事项重复登记。' });
    throw new EndOfStory();
  }
  if (plan.takes('leaveEarly')) {
    await teller.act(teller.clerk, 'withdraw', { settled: scene.random.chance(0.5), note: '申请人表示不再需要调解。' });
    await close(teller);
  }
}

async function correct(teller: Teller): Promise<void> {
  const { random } = teller.scene;
  await teller.act(teller.clerk, 'returnForCorrection', { missing: [random.pick(CORRECTIONS)], days: 7 });
  await teller.later(20, 110);
  await teller.act(teller.clerk, 'correct', { note: '申请人已补齐材料。' });
  await teller.later(1, 10);
}

async function close(teller: Teller): Promise<never> {
  await teller.later(2, 60);
  await teller.act(teller.clerk, 'close', {
    summary: '申请人撤回申请，已说明后果，予以结案。',
    satisfactionInvited: true,
  });
  throw new EndOfStory();
}

/** Finds the unit that mediates: the own one, or another that accepts. */
export async function settle(teller: Teller): Promise<void> {
  const { plan, scene } = teller;
  const { owner } = teller.dispute;
  const suggested = await scene.casework.intake.suggest(teller.dispute);
  const below =
    suggested && suggested.unit !== owner.code && scene.staff.unit(suggested.unit).path.includes(owner.code);
  if (below && (owner.tier === 'court' || plan.takes('push'))) {
    return handOver(teller, 'pushDown', downFrom(teller, suggested.unit));
  }
  if (plan.restAt === 'S05' || plan.restAt === 'S06') return sendAnywhere(teller);
  if (owner.tier === 'village' && plan.takes('escalate')) {
    return handOver(teller, 'escalate', owner.path.at(-2) ?? owner.code);
  }
  if (owner.tier === 'court') return handOver(teller, 'pushDown', teller.dispute.place.townshipCode);
  await teller.act(teller.clerk, 'takeUp');
}

/** Away from the unit, down where the matter may go down, otherwise up. */
async function sendAnywhere(teller: Teller): Promise<void> {
  const { scene, dispute } = teller;
  const below = scene.staff.below(dispute.owner.code);
  const findings = await scene.casework.intake.suitability(dispute);
  const barred = scene.staff.unit(below).tier === 'village' && barring(findings, 'notForVillage');
  if (barred) return handOver(teller, 'escalate', dispute.owner.path.at(-2) ?? below);
  return handOver(teller, 'pushDown', below);
}

/** A court sends to a tribunal now and then; everybody else to where the rules point, or to the township above it. */
function downFrom(teller: Teller, suggested: string): string {
  const { random, staff } = teller.scene;
  const { path } = staff.unit(suggested);
  const tribunal = path[1];
  if (teller.dispute.owner.tier === 'court' && tribunal && random.chance(0.35)) return tribunal;
  return teller.dispute.owner.tier !== 'township' && random.chance(0.55) ? (path[2] ?? suggested) : suggested;
}

async function handOver(teller: Teller, act: Act & ('pushDown' | 'escalate'), toUnit: string): Promise<void> {
  const { plan, scene } = teller;
  const { random, staff } = scene;
  const reason = random.pick(act === 'pushDown' ? PUSH_REASONS : ESCALATE_REASONS);
  await teller.act(teller.clerk, act, { toUnit, reason });
  if (plan.takes('recall')) {
    await teller.later(1, 12);
    await teller.act(teller.clerk, 'recallHandOver', { reason: '发现材料未齐，收回补充。' });
    return takeBack(teller, toUnit);
  }
  if (!(await arrives(teller))) return takeBack(teller, toUnit);
  if (plan.takes('decline')) {
    await teller.act(staff.clerk(toUnit), 'declineHandOver', declineOf(teller, toUnit));
    return takeBack(teller, toUnit);
  }
  await teller.act(staff.clerk(toUnit), 'acceptHandOver');
}

/** Waits for the receiver; false when it never answered and the time is over. */
async function arrives(teller: Teller): Promise<boolean> {
  const { random, until, clock, courtCode } = teller.scene;
  const due = teller.dispute.handOver?.dueAt;
  const hours = random.chance(0.05) ? 200 : 1 + 44 * random.next() ** 2;
  const answer = inOfficeHours(new Date(teller.now.getTime() + hours * 60 * MINUTE), false, random);
  if (!due || answer <= due) {
    await teller.moveTo(answer);
    return true;
  }
  const over = new Date(due.getTime() + 10 * MINUTE);
  if (over > until) throw new EndOfStory();
  if (over > teller.now) clock.set(over);
  await teller.act(systemActor(courtCode), 'timeOutHandOver');
  return false;
}

function declineOf(teller: Teller, toUnit: string): object {
  const { random, staff } = teller.scene;
  const code = random.weighted<DeclineCode & keyof typeof DECLINE_NOTES>({
    B1: 3,
    B2: 3,
    B3: 2,
    B4: 1,
    B5: 3,
    B7: 1,
    B8: 2,
  });
  const above = staff.unit(toUnit).path.at(-2);
  return {
    code,
    note: DECLINE_NOTES[code],
    ...(['B1', 'B2', 'B8'].includes(code) && above ? { proposedUnit: above } : {}),
    ...(code === 'B3' ? { proposedBody: '区市场监督管理局' } : {}),
  };
}

/** The sender has it back: keeps it, tries another unit, or has the common parent rule. */
async function takeBack(teller: Teller, refusedBy: string): Promise<void> {
  const { random, staff } = teller.scene;
  await teller.later(1, 30);
  const { owner, rulingUnit, place } = teller.dispute;
  if (rulingUnit) {
    const ruler: Actor = staff.unit(rulingUnit).tier === 'tribunal' ? staff.judge(rulingUnit) : staff.head(rulingUnit);
    await teller.act(ruler, 'ruleHandOver', {
      toUnit: rulingTarget(teller, rulingUnit, refusedBy),
      reason: RULING_REASON,
    });
    return;
  }
  const village = staff.unit(refusedBy).tier === 'village';
  if (owner.tier === 'court' || (owner.tier === 'tribunal' && random.chance(0.6))) {
    const other = village ? place.townshipCode : refusedBy;
    return handOver(teller, 'pushDown', other);
  }
  await teller.act(teller.clerk, 'takeUp');
}

/** The unit the dispute belongs to by its place, as long as the ruler stands above it. */
function rulingTarget(teller: Teller, ruler: string, refusedBy: string): string {
  const { staff } = teller.scene;
  const { place } = teller.dispute;
  const township = staff.unit(place.townshipCode);
  return township.path.includes(ruler) ? township.code : refusedBy;
}

/** A unit that finds itself unable sends the dispute up while mediating. */
export async function sendUp(teller: Teller): Promise<void> {
  const { owner } = teller.dispute;
  const above = owner.path.at(-2);
  if (owner.tier === 'court' || owner.tier === 'tribunal' || !above) return;
  await handOver(teller, 'escalate', above);
}
