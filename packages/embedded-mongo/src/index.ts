export { EmbeddedMongoError } from './embedded-mongo-error.ts';
export type { EmbeddedMongoErrorCode } from './embedded-mongo-error.ts';
export { provision, startEmbeddedMongo } from './start.ts';
export type { EmbeddedMongo, ProvisionOptions, StartOptions, StopOptions } from './start.ts';
