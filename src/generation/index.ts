export { generate, type GenerationDeps, type GenerationOrder, type GenerationReport } from './generate.ts';
