import { OPEN_STATES } from '../../domain/lifecycle.ts';
import { type DisputeRecord, type Panel } from '../disputes/index.ts';
import { type CalculatorService } from './calculator.service.ts';

const FEN_A_YUAN = 100;

/** What was calculated for a dispute and the way to more; nothing where it is closed and nothing was. */
export async function calculationPanel(
  calculators: Pick<CalculatorService, 'ofDispute'>,
  dispute: DisputeRecord,
): Promise<readonly Panel[]> {
  const calculations = await calculators.ofDispute(dispute.id);
  if (calculations.length === 0 && !OPEN_STATES.includes(dispute.state)) return [];
  const amountYuan = dispute.amountFen === undefined ? null : dispute.amountFen / FEN_A_YUAN;
  return [{ template: 'calculators/_calculations.njk', model: { disputeId: dispute.id, amountYuan, calculations } }];
}
