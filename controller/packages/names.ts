import { compareDebianVersions } from '../../shared/version-order.ts';

/** What a file is by its name. */
export interface PackageName {
  /** File name, without a folder. */
  readonly file: string;
  /** What it is, whatever its version: of each kind the newest counts. */
  readonly kind: string;
  /** As Debian writes it. */
  readonly version: string;
}

const version = '(\\d[A-Za-z0-9.+~_-]{0,80})';
const forms: readonly { readonly pattern: RegExp; readonly kind: (architecture: string) => string }[] = [
  { pattern: new RegExp(`^towline-agent_${version}_(all)\\.deb$`), kind: () => 'towline-agent' },
  {
    pattern: new RegExp(`^towline-node_${version}_([a-z0-9]{1,16})\\.deb$`),
    kind: (arch) => `towline-node ${arch}`,
  },
  { pattern: new RegExp(`^towline-agent-${version}\\.tar\\.gz$`), kind: () => 'towline-agent tarball' },
];

/** Names of files that routers may fetch, for messages. */
export const packageForms =
  'towline-agent_VERSION_all.deb, towline-agent-VERSION.tar.gz, towline-node_VERSION_ARCH.deb';

/** What a file is; undefined for one that no router fetches. Pure. */
export function readPackageName(file: string): PackageName | undefined {
  for (const { pattern, kind } of forms) {
    const [, text, architecture = ''] = pattern.exec(file) ?? [];
    // The tarball's version is that of Alpine.
    if (text !== undefined)
      return { file, kind: kind(architecture), version: text.replace(/_git(\d)/, '~git$1') };
  }
  return undefined;
}

/** The newest of each kind, by kind; of two that are equally new the first. Pure. */
export function newestOfEach<T extends PackageName>(packages: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const one of packages) {
    const best = newest.get(one.kind);
    if (best === undefined || compareDebianVersions(one.version, best.version) > 0) newest.set(one.kind, one);
  }
  return [...newest.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
