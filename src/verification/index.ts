export { CHECKS, type Check, type Finding, type VerificationReport } from './finding.ts';
export { verify, type VerificationDeps } from './verify.ts';
