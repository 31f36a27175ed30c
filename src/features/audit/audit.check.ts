// Whether the audit is whole: no line altered, removed, inserted or moved, no chain gone.

import { type AuditLine } from '../../domain/audit.ts';
import { type AuditSigner, BEGINNING } from './audit.chain.ts';
import { type AuditArchive, type AuditHead } from './audit.model.ts';
import { type AuditRepository } from './audit.repository.ts';

/** What is wrong with the audit, in plain English, and how many lines were read. */
export interface AuditCheck {
  readonly lines: number;
  readonly problems: readonly string[];
}

/** Reads every line once; changes nothing. */
export async function checkAudit(repository: AuditRepository, signer: AuditSigner): Promise<AuditCheck> {
  const [heads, archives, seals, chains] = await Promise.all([
    repository.heads(),
    repository.archives(),
    repository.seals(),
    repository.chains(),
  ]);
  const headOf = new Map(heads.map((head) => [head._id, head]));
  const archiveOf = new Map(archives.map((archive) => [archive._id, archive]));
  const problems = [
    ...heads.filter((head) => head.mac !== signer.headMac(head)).map(({ _id }) => `the head of chain ${_id} is forged`),
    ...archives
      .filter((archive) => archive.mac !== signer.archiveMac(archive))
      .map(({ _id }) => `the archive mark of chain ${_id} is forged`),
  ];
  const sealed = new Map<string, Map<number, string>>();
  let previous = BEGINNING;
  for (const [index, seal] of seals.entries()) {
    if (seal._id !== index + 1) problems.push(`seal ${index + 1} is missing`);
    if (seal.mac !== signer.sealMac(seal)) problems.push(`seal ${seal._id} is forged`);
    if (seal.previous !== previous) problems.push(`seal ${seal._id} does not follow the one before it`);
    previous = seal.mac;
    for (const { chain, seq, hash } of seal.heads) {
      const places = sealed.get(chain) ?? new Map<number, string>();
      sealed.set(chain, places.set(seq, hash));
    }
  }
  let lines = 0;
  for (const chain of new Set([...chains, ...sealed.keys()])) {
    const found = await checkChain({
      chain,
      lines: repository.ofChain(chain),
      head: headOf.get(chain),
      archive: archiveOf.get(chain),
      sealed: sealed.get(chain) ?? new Map(),
      signer,
    });
    lines += found.lines;
    problems.push(...found.problems);
  }
  return { lines, problems };
}

interface ChainToCheck {
  readonly chain: string;
  readonly lines: AsyncIterable<AuditLine>;
  readonly head: AuditHead | undefined;
  readonly archive: AuditArchive | undefined;
  /** Hashes by place, as a seal told them. */
  readonly sealed: ReadonlyMap<number, string>;
  readonly signer: AuditSigner;
}

async function checkChain({ chain, lines, head, archive, sealed, signer }: ChainToCheck): Promise<AuditCheck> {
  const begins = archive?.seq ?? 0;
  let last = archive?.hash ?? BEGINNING;
  let seq = begins;
  let count = 0;
  const problems: string[] = [];
  const expect = new Map(sealed);
  if (head) expect.set(head.seq, head.hash);
  for await (const { hash, ...line } of lines) {
    count += 1;
    if (line.seq <= begins) continue;
    if (line.seq !== seq + 1) problems.push(`audit line ${seq + 1} of chain ${chain} is missing`);
    else if (signer.lineHash(last, line) !== hash) {
      problems.push(`audit line ${line.seq} of chain ${chain} was altered or inserted`);
    }
    seq = line.seq;
    last = hash;
    const told = expect.get(seq);
    if (told !== undefined && told !== hash) problems.push(`audit line ${seq} of chain ${chain} is not the sealed one`);
  }
  const end = Math.max(0, ...expect.keys());
  if (seq < end) problems.push(`audit lines ${seq + 1} to ${end} of chain ${chain} are missing`);
  return { lines: count, problems };
}
