import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { execa } from 'execa';
import { besideController } from '../build-controller.ts';
import type { Deb } from './deb.ts';
import type { PackageFile } from './stage.ts';

const native = 'build/Release/better_sqlite3.node';
/** What better-sqlite3 fetches its native code with. */
const installer = 'prebuild-install';
/** What packages hold that no program reads. */
const unread = /\.(d\.[cm]?ts|map|md|markdown|gyp|cc?|h|cpp)$/;

interface ForController {
  readonly shell: readonly PackageFile[];
  readonly forRouters: readonly string[];
  readonly manifest: string;
}

/**
 * The controller for this machine's architecture and this Node's major version: better-sqlite3 is native code.
 *
 * @param top folder of the sources, with `dist/` as built
 * @param extra.shell its manual and completions
 * @param extra.forRouters files that it serves to new routers
 * @param extra.manifest a package.json: what version it says of itself
 */
export async function controllerDeb(
  top: string,
  { shell, forRouters, manifest }: ForController,
): Promise<Deb> {
  const lib = 'usr/lib/towline';
  const dist = join(top, 'dist');
  const main = join(dist, 'controller/main.js');
  const programs = [
    main,
    ...['controller/parts', 'templates'].flatMap((folder) => filesBelow(join(dist, folder))),
  ];
  const modules = packagesWith(top, besideController).flatMap((folder) => packageFiles(folder));
  const [major = ''] = process.versions.node.split('.');
  const { stdout: architecture } = await execa('dpkg', ['--print-architecture']);
  const at = (path: string): PackageFile => ({
    to: `${lib}/${relative(top, path)}`,
    from: path,
    mode: path === main ? 0o755 : 0o644,
  });
  return {
    name: 'towline',
    architecture,
    fields: {
      Section: 'net',
      Priority: 'optional',
      Depends: [
        `nodejs (>= ${major === '20' ? '20.19' : major})`,
        `nodejs (<< ${Number(major) + 1})`,
        ...libraries(readFileSync(join(top, 'node_modules/better-sqlite3', native), 'latin1')),
        'git',
        'bird2 (>= 2.0.8)',
        'wireguard-tools',
        'iproute2',
        'nftables',
        'adduser',
        'init-system-helpers (>= 1.52)',
      ].join(', '),
      Suggests: 'wireguard-go, openssh-server',
      Conflicts: 'towline-agent',
      Description: `controller of a Towline network
 It compiles a network that is described in git into one signed configuration a
 router, and serves it to their agents through WireGuard management tunnels.`,
    },
    conffiles: [],
    scripts: join(top, 'packaging/debian'),
    files: [
      ...[...programs, join(dist, 'towline-renderer.cjs'), ...modules].map(at),
      { to: `${lib}/package.json`, from: manifest },
      ...shell,
      at(join(top, 'packaging/bootstrap/bootstrap.sh')),
      ...forRouters.map((path) => ({ to: `usr/share/towline/packages/${basename(path)}`, from: path })),
      { to: `${lib}/packages`, link: '../../share/towline/packages' },
      { to: 'usr/bin/towline', link: '../lib/towline/dist/controller/main.js' },
      { to: 'usr/lib/systemd/system/towline.service', from: join(top, 'packaging/systemd/towline.service') },
      { to: 'usr/lib/tmpfiles.d/towline.conf', from: join(top, 'packaging/tmpfiles/towline.conf') },
      { to: 'usr/share/doc/towline/copyright', from: join(top, 'LICENSE') },
      { to: 'usr/share/doc/towline/LICENCES', from: join(dist, 'controller/LICENCES') },
      ...['install', 'privileges', 'operating'].map((name) => ({
        to: `usr/share/doc/towline/${name}.md`,
        from: join(top, `docs/${name}.md`),
      })),
    ],
  };
}

/** Folders of npm packages and of what they need when they run, each once. Throws where one is missing. */
function packagesWith(top: string, names: readonly string[]): string[] {
  const folders = new Set<string>();
  const add = (name: string, neededBy: string): void => {
    const folder = placesOf(name, neededBy).find((place) => existsSync(join(place, 'package.json')));
    if (folder === undefined) throw new Error(`${neededBy} needs ${name}, which is not installed`);
    if (folders.has(folder)) return;
    folders.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const other of Object.keys(dependencies)) if (other !== installer) add(other, folder);
  };
  for (const name of names) add(name, top);
  return [...folders].sort();
}

/** Where Node looks for a package, nearest first. Pure. */
function placesOf(name: string, from: string): string[] {
  const place = join(from, 'node_modules', name);
  const above = dirname(from);
  return above === from ? [place] : [place, ...placesOf(name, above)];
}

/** Files of one npm package, without those of packages inside it. */
function packageFiles(folder: string): string[] {
  const isSqlite = basename(folder) === 'better-sqlite3';
  return filesBelow(folder, (path) => !/(^|\/)node_modules(\/|$)/.test(path)).filter((path) => {
    const name = relative(folder, path);
    if (isSqlite && /^(deps|src|build)\//.test(name)) return name === native;
    return !unread.test(name);
  });
}

function filesBelow(folder: string, enter: (path: string) => boolean = () => true): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return enter(entry.name) ? filesBelow(path, enter) : [];
      return statSync(path).isFile() ? [path] : [];
    })
    .sort();
}

/** Debian packages of the libraries that a native module needs, by the versions of the symbols that it names. Pure. */
export function libraries(binary: string): string[] {
  const highest = (prefix: string) =>
    [...binary.matchAll(new RegExp(`\\b${prefix}_(\\d+)\\.(\\d+)(?:\\.(\\d+))?\\0`, 'g'))]
      .map(([, ...parts]) => parts.map((part) => Number(part ?? 0)))
      .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0))
      .at(-1);
  const glibc = highest('GLIBC');
  return [...(glibc === undefined ? [] : [`libc6 (>= ${glibc[0]}.${glibc[1]})`]), 'libstdc++6'];
}
