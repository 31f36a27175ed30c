export { IntegrityRepository } from './integrity.repository.ts';
export { integritySweep } from './proof.jobs.ts';
export { ProofRepository } from './proof.repository.ts';
export { proofRoutes } from './proof.routes.ts';
export { type ProofDeps, ProofService } from './proof.service.ts';
