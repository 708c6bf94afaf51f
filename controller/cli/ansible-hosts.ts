import { TowlineError } from '../../shared/errors.ts';
import type { Host } from '../../shared/gen/towline/v1/Host.ts';
import { sshOptions } from './ssh-options.ts';

/** Variables of one host. */
export type HostVariables = Readonly<Record<string, unknown>>;

/** A dynamic inventory as Ansible's developer guide, "Developing dynamic inventory", has it. */
export type AnsibleInventory = Readonly<Record<string, unknown>> & {
  readonly _meta: { readonly hostvars: Readonly<Record<string, HostVariables>> };
};

/**
 * Routers as Ansible's inventory: a group for each site (`site_…`), group (`group_…`) and tag (`tag_…`), and all of
 * them in `towline`. Pure. Throws `conflict` if two tags would be one group.
 */
export function ansibleInventory(hosts: readonly Host[]): AnsibleInventory {
  const members = new Map<string, { readonly of: string; readonly hosts: string[] }>();
  const add = (kind: string, word: string, host: string) => {
    const group = `${kind}_${groupName(word)}`;
    const found = members.get(group) ?? { of: word, hosts: [] };
    if (found.of !== word)
      throw new TowlineError(
        'conflict',
        `the ${kind}s ${JSON.stringify(found.of)} and ${JSON.stringify(word)} would both be Ansible's group ${group}: rename one of them`,
      );
    found.hosts.push(host);
    members.set(group, found);
  };
  const hostvars: Record<string, HostVariables> = {};
  for (const host of hosts) {
    if (host.node === null) continue;
    const { name, siteName, groups } = host.node;
    hostvars[name] = hostVariables(host);
    add('site', siteName, name);
    for (const group of groups) add('group', group, name);
    for (const tag of host.tags) add('tag', tag, name);
  }
  const groups = [...members.keys()].sort();
  return {
    all: { children: ['towline'] },
    towline: { hosts: Object.keys(hostvars), children: groups },
    ...Object.fromEntries(groups.map((group) => [group, { hosts: members.get(group)?.hosts ?? [] }])),
    _meta: { hostvars },
  };
}

/** What Ansible has to know of a router. `vars` that begin with `ansible_` are its variables as they stand. Pure. */
export function hostVariables({ node, tags, sshUser, sshPort, varsJson }: Host): HostVariables {
  const vars = JSON.parse(varsJson) as Record<string, unknown>;
  const own = Object.entries(vars).filter(([key]) => key.startsWith('ansible_'));
  return {
    ansible_host: node?.managementAddress,
    ansible_user: sshUser,
    ansible_port: sshPort,
    ansible_ssh_common_args: sshOptions(node?.name ?? '').join(' '),
    ...Object.fromEntries(own),
    towline: {
      node: node?.name,
      site: node?.siteName,
      id: node?.nodeId,
      groups: node?.groups,
      tags,
      loopback_v4: node?.loopbackV4,
      loopback_v6: node?.loopbackV6,
      vars,
    },
  };
}

/** What Ansible takes as the name of a group: what would be one of a variable of Python. */
function groupName(word: string): string {
  return word.replaceAll(/[^A-Za-z0-9_]/g, '_');
}
