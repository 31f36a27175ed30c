import type { Document } from 'mongodb';

/** What a server must be for a file or a test to be run on it. */
export interface Requirement {
  readonly minServerVersion?: string;
  readonly maxServerVersion?: string;
  readonly topologies?: readonly string[];
  readonly auth?: boolean;
  readonly serverless?: 'require' | 'forbid' | 'allow';
  readonly csfle?: unknown;
  readonly serverParameters?: Document;
}

export interface CollectionData {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly documents: readonly Document[];
  readonly createOptions?: Document;
}

/** The assertions about an operation that must fail. */
export interface ExpectedError {
  readonly isError?: boolean;
  readonly isClientError?: boolean;
  readonly isTimeoutError?: boolean;
  readonly errorContains?: string;
  readonly errorCode?: number;
  readonly errorCodeName?: string;
  readonly errorLabelsContain?: readonly string[];
  readonly errorLabelsOmit?: readonly string[];
  readonly errorResponse?: Document;
  readonly writeErrors?: Document;
  readonly writeConcernErrors?: readonly Document[];
  readonly expectResult?: unknown;
}

export interface Operation {
  readonly name: string;
  readonly object: string;
  readonly arguments?: Document;
  readonly ignoreResultAndError?: boolean;
  readonly expectError?: ExpectedError;
  readonly expectResult?: unknown;
  readonly saveResultAsEntity?: string;
}

export interface ExpectedEvents {
  readonly client: string;
  readonly eventType?: 'command' | 'cmap' | 'sdam';
  readonly events: readonly Document[];
  readonly ignoreExtraEvents?: boolean;
}

export interface UnifiedTest {
  readonly description: string;
  readonly skipReason?: string;
  readonly runOnRequirements?: readonly Requirement[];
  readonly operations: readonly Operation[];
  readonly expectEvents?: readonly ExpectedEvents[];
  readonly outcome?: readonly CollectionData[];
}

/** One file of the driver specifications' unified test format. */
export interface UnifiedFile {
  readonly description: string;
  readonly schemaVersion: string;
  readonly runOnRequirements?: readonly Requirement[];
  readonly createEntities?: readonly Document[];
  readonly initialData?: readonly CollectionData[];
  readonly tests: readonly UnifiedTest[];
}

/** A test this server, or this driver, is not meant to run. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

const parts = (version: string): number[] => version.split('.').map(Number);

function compareVersions(left: string, right: string): number {
  const [a, b] = [parts(left), parts(right)];
  for (let position = 0; position < Math.max(a.length, b.length); position++) {
    const difference = (a[position] ?? 0) - (b[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The server under test. */
export interface ServerFacts {
  readonly version: string;
  readonly topology: 'single' | 'replicaset' | 'sharded';
}

function isMet(requirement: Requirement, server: ServerFacts): boolean {
  const { minServerVersion, maxServerVersion, topologies, auth, serverless, csfle, serverParameters } = requirement;
  if (minServerVersion !== undefined && compareVersions(server.version, minServerVersion) < 0) return false;
  if (maxServerVersion !== undefined) {
    // "7.0" as an upper bound takes in 7.0.3: only the parts that are given count.
    const shortened = parts(server.version).slice(0, parts(maxServerVersion).length).join('.');
    if (compareVersions(shortened, maxServerVersion) > 0) return false;
  }
  if (topologies && !topologies.some((name) => name.replace('sharded-replicaset', 'sharded') === server.topology)) {
    return false;
  }
  return auth !== true && serverless !== 'require' && !csfle && !serverParameters;
}

/** Throws `Skipped` unless one of the requirements is met. */
export function checkRequirements(requirements: readonly Requirement[] | undefined, server: ServerFacts): void {
  if (!requirements || requirements.some((requirement) => isMet(requirement, server))) return;
  throw new Skipped(`needs ${JSON.stringify(requirements)}`);
}
