import { join } from 'node:path';
import type { Deb } from './deb.ts';
import type { PackageFile } from './stage.ts';

const units = [
  'towline-prepare.service',
  'towline-root-helper.service',
  'towline-agent.service',
  'towline-bird.service',
  'towline-wireguard@.service',
  'towline-join.service',
];

/** What apk runs before and after it installs or removes the agent. */
export const alpineScripts = ['pre-install', 'post-install', 'pre-deinstall'].map(
  (script) => `towline-agent.${script}`,
);

/** Services of OpenRC that belong to the agent. */
export const agentServices = [
  ...['towline-prepare', 'towline-root-helper', 'towline-agent', 'towline-bird', 'towline-join'],
];

/** What is made of the sources before it is packed. */
interface Made {
  /** The agent as one file. */
  readonly program: string;
  /** Licences of what is in it. */
  readonly licences: string;
  /** Its manual and completions. */
  readonly shell: readonly PackageFile[];
}

/** @param top folder of the sources */
export function agentDeb(top: string, { program, licences, shell }: Made): Deb {
  const doc = 'usr/share/doc/towline-agent';
  return {
    name: 'towline-agent',
    architecture: 'all',
    fields: {
      Section: 'net',
      Priority: 'optional',
      Depends: [
        'nodejs (>= 20.19) | towline-node',
        'bird2 (>= 2.0.8)',
        'wireguard-tools',
        'iproute2',
        'nftables',
        'iputils-ping',
        'adduser',
        'init-system-helpers (>= 1.52)',
        'systemd (>= 247)',
      ].join(', '),
      Suggests: 'wireguard-go',
      Conflicts: 'towline',
      Description: `agent of a Towline router
 It fetches the configuration of WireGuard links, routing and packet filter that
 its controller signed, applies it without interrupting traffic, proves that the
 router still works, or puts the old one back.`,
    },
    conffiles: ['/etc/towline/agent.toml'],
    scripts: join(top, 'packaging/debian'),
    files: [
      { to: 'usr/lib/towline/towline-agent.mjs', from: program, mode: 0o755 },
      { to: 'usr/lib/towline/join', from: join(top, 'packaging/bootstrap/join.sh'), mode: 0o755 },
      { to: 'usr/bin/towline-agent', from: join(top, 'packaging/debian/towline-agent.sh'), mode: 0o755 },
      { to: 'etc/towline/agent.toml', from: join(top, 'packaging/agent.toml') },
      ...shell,
      ...units.map((unit) => ({
        to: `usr/lib/systemd/system/${unit}`,
        from: join(top, 'packaging/systemd', unit),
      })),
      { to: `${doc}/copyright`, from: join(top, 'LICENSE') },
      { to: `${doc}/LICENCES`, from: licences },
      ...['install', 'privileges', 'clock'].map((name) => ({
        to: `${doc}/${name}.md`,
        from: join(top, `docs/${name}.md`),
      })),
    ],
  };
}

/** What the tarball holds: for Alpine's recipe, and for machines that have no package. */
export function agentTree(top: string, { program, licences, shell }: Made): PackageFile[] {
  const packaging = (path: string) => join(top, 'packaging', path);
  return [
    { to: 'towline-agent.mjs', from: program, mode: 0o755 },
    ...shell.map((file) => ({ ...file, to: file.to.replace(/^usr\/share\//, 'share/') })),
    { to: 'LICENSE', from: join(top, 'LICENSE') },
    { to: 'LICENCES', from: licences },
    { to: 'install.md', from: join(top, 'docs/install.md') },
    { to: 'agent.toml', from: packaging('agent.toml') },
    { to: 'join', from: packaging('bootstrap/join.sh'), mode: 0o755 },
    ...['APKBUILD', ...alpineScripts].map((name) => ({
      to: `alpine/${name}`,
      from: packaging(`alpine/${name}`),
    })),
    { to: 'openrc/agent.toml', from: packaging('openrc/agent.toml') },
    { to: 'openrc/logrotate', from: packaging('openrc/logrotate') },
    ...units.map((unit) => ({ to: `systemd/${unit}`, from: packaging(`systemd/${unit}`) })),
    ...agentServices.map((name) => ({
      to: `openrc/${name}`,
      from: packaging(`openrc/${name}`),
      mode: 0o755,
    })),
  ];
}
