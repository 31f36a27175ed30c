export { type AnyCalculator, CALCULATOR_KINDS, CALCULATORS, type CalculatorKind } from './calculator.kinds.ts';
export { calculationPanel } from './calculator.panel.ts';
export { CalculatorRepository } from './calculator.repository.ts';
export { calculatorRoutes } from './calculator.routes.ts';
export { type CalculatorDeps, CalculatorService } from './calculator.service.ts';
