// Joins the calculators with disputes and with the figures the court has set.

import { type AverageWage } from './domain/suitability.ts';
import { calculationPanel, calculatorRoutes, CalculatorService } from './features/calculators/index.ts';
import { type DisputeRecord, type DisputeService, type Panel } from './features/disputes/index.ts';
import { type Foundation } from './foundation.ts';
import { type RouteRow } from './http/routes.ts';
import { type Stores } from './stores.ts';

export interface Calculations {
  readonly panel: (dispute: DisputeRecord) => Promise<readonly Panel[]>;
  readonly rows: (disputes: DisputeService) => readonly RouteRow[];
}

export function createCalculations(
  { transactions, clock }: Foundation,
  stores: Pick<Stores, 'calculators'>,
  averageWage: () => Promise<AverageWage | undefined>,
): Calculations {
  const calculators = new CalculatorService({ repository: stores.calculators, transactions, clock, averageWage });
  return {
    panel: (dispute) => calculationPanel(calculators, dispute),
    rows: (disputes) => calculatorRoutes({ calculators, disputes }),
  };
}
