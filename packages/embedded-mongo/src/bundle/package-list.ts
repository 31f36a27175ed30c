/** One package of the bundle, as the signed index describes it. */
export interface PackageRecord {
  readonly name: string;
  readonly version: string;
  readonly size: number;
  readonly sha256: string;
}

interface Description extends PackageRecord {
  readonly depends: string[][];
}

/** The walk follows libraries and the database's own packages; scripts, perl and the like are not needed to run it. */
const FOLLOWED = /^(lib|zlib1g$|tzdata$|postgresql-18)/;

/** Cut off: parts of dependencies that no kept file links against (the check at the end of provisioning proves it). */
const NOT_FOLLOWED = new RegExp(
  '^(' +
    [
      'libgdal|libsfcgal|libheif|librttopo|libxslt|libgcrypt|libgpg-error|libuuid',
      'libperl|libdb5|libc-|libnss|libsasl2-modules|libsemanage|libselinux|libpam-modules|libpam-runtime',
      'postgresql-18-jit|postgresql-18-rum',
    ].join('|') +
    ')',
);

const packageName = (dependency: string): string => dependency.trim().split(/[ :(]/)[0] ?? '';

function parseDescription(stanza: string): (Description & { provides: string[] }) | null {
  const fields = new Map<string, string>();
  for (const line of stanza.split('\n')) {
    const match = /^(Package|Version|Size|SHA256|Depends|Pre-Depends|Provides): (.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) fields.set(match[1], match[2]);
  }
  const name = fields.get('Package');
  const version = fields.get('Version');
  const sha256 = fields.get('SHA256');
  if (name === undefined || version === undefined || sha256 === undefined) return null;
  const depends = [fields.get('Depends'), fields.get('Pre-Depends')]
    .flatMap((list) => list?.split(',') ?? [])
    .map((alternatives) => alternatives.split('|').map(packageName));
  const provides = (fields.get('Provides')?.split(',') ?? []).map(packageName);
  return { name, version, size: Number(fields.get('Size') ?? 0), sha256, depends, provides };
}

/**
 * Walks the dependencies of a package through the release's descriptions. Names are found by walking, not listed, so
 * that a library renamed for a new version of itself is found too.
 */
export function resolvePackages(descriptions: string, mainPackage: string): PackageRecord[] {
  const known = new Map<string, Description>();
  const providers = new Map<string, string>();
  for (const stanza of descriptions.split('\n\n')) {
    const name = /^Package: (.*)$/m.exec(stanza)?.[1];
    if (name === undefined || !FOLLOWED.test(name)) continue;
    const description = parseDescription(stanza);
    if (!description) continue;
    known.set(description.name, description);
    for (const provided of description.provides) {
      if (!providers.has(provided)) providers.set(provided, description.name);
    }
  }
  const lookUp = (name: string): Description | undefined => known.get(name) ?? known.get(providers.get(name) ?? '');

  const chosen = new Map<string, PackageRecord>();
  const queue = [mainPackage];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const description = lookUp(name);
    if (!description || chosen.has(description.name)) continue;
    const { depends, ...record } = description;
    chosen.set(record.name, { name: record.name, version: record.version, size: record.size, sha256: record.sha256 });
    for (const alternatives of depends) {
      const available = alternatives.find((alternative) => lookUp(alternative) !== undefined);
      if (available !== undefined && FOLLOWED.test(available) && !NOT_FOLLOWED.test(available)) queue.push(available);
    }
  }
  return [...chosen.values()];
}
