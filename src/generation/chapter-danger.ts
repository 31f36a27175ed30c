// Danger as people deal with it: signs judged soon after registration, reported upwards and to the police, and looked at
// again before the review is due; now and then nobody does.

import { type State } from '../domain/lifecycle.ts';
import { needsPoliceReport, type RiskLevel, suggestRisk } from '../domain/risk.ts';
import { isRunning } from '../features/disputes/index.ts';
import { type Teller } from './teller.ts';
import { RISK_REASONS } from './words.ts';

const MINUTE = 60_000;
const MEDIATING: readonly State[] = ['S02', 'S05', 'S06', 'S07', 'S08', 'S09', 'S10', 'S11'];
const JUDGED = 0.85;
const REVIEWED = 0.93;
const CALMS_DOWN = 0.45;
/** How long before the end of the day of review somebody looks. */
const BEFORE_DUE = 8 * 60 * MINUTE;

/** Somebody of the unit looks at what was ticked and found, within the hour. */
export async function judgeDanger(teller: Teller): Promise<void> {
  const { random, clock, until } = teller.scene;
  const { riskFile, riskTriggers } = teller.dispute;
  const found = riskFile?.found.map(({ trigger }) => trigger) ?? [];
  if (found.length + riskTriggers.length === 0 || !random.chance(JUDGED)) return;
  const pass = (minutes: number): boolean => {
    const at = new Date(teller.now.getTime() + minutes * MINUTE);
    if (at <= until) clock.set(at);
    return at <= until;
  };
  if (!pass(random.whole(5, 25))) return;
  const triggers = [...new Set([...riskTriggers, ...found.filter(() => random.chance(0.7))])];
  const level: RiskLevel = triggers.length === 0 && random.chance(0.4) ? 'blue' : suggestRisk(triggers);
  await teller.act(teller.clerk, 'assessRisk', { level, triggers, reason: random.pick(RISK_REASONS) });
  if (level !== 'red' && level !== 'orange') return;
  if (pass(random.whole(3, 20))) await teller.act(teller.clerk, 'reportRisk', { to: '镇综治中心值班室' });
  if (needsPoliceReport(triggers) && random.chance(0.9) && pass(random.whole(2, 10))) {
    const receipt = `接警${random.whole(100_000, 999_999)}`;
    await teller.act(teller.clerk, 'reportToPolice', { station: '属地派出所', receipt });
  }
}

/** Before time passes to `instant`, whatever comes due for review is looked at. */
export async function reviewDanger(teller: Teller, instant: Date): Promise<void> {
  const { random, clock, until } = teller.scene;
  for (;;) {
    const { clocks, risk, riskTriggers, state } = teller.dispute;
    const due = clocks.find((each) => each.rule === 'CL29' && isRunning(each))?.dueAt;
    if (!due || due > instant || due > until || !random.chance(REVIEWED)) return;
    clock.set(new Date(Math.max(teller.now.getTime(), due.getTime() - BEFORE_DUE)));
    // Once the matter is settled or filed, so is most of the danger.
    const isOver = !MEDIATING.includes(state);
    const level = isOver || random.chance(CALMS_DOWN) ? 'yellow' : risk;
    await teller.act(teller.clerk, 'assessRisk', { level, triggers: riskTriggers, reason: random.pick(RISK_REASONS) });
  }
}
