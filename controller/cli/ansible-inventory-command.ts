import { Option } from 'commander';
import { TowlineError } from '../../shared/errors.ts';
import { didYouMean } from '../inventory/suggest.ts';
import { ansibleInventory } from './ansible-hosts.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import type { Io } from './io.ts';

/** `towline ansible-inventory`: what Ansible calls for its inventory. */
export function ansibleInventoryCommand(io: Io) {
  return command<{ list?: boolean; host?: string }>(
    io,
    {
      usage: 'ansible-inventory',
      summary: "the routers as a dynamic inventory of Ansible's, by their addresses in the management tunnel",
      example: ['ansible-inventory --list', 'ansible-inventory --host fra1'],
      notes: `Groups: towline (every router), site_<site>, group_<group>, tag_<tag>; other characters than letters and
digits are "_". User and port are ssh.user and ssh.port of the inventory; what [vars] has under names that begin with
"ansible_" are Ansible's variables, and the variable 'towline' of a host has the rest. Nodes without a router are not
in it. 'towline ansible' uses it by itself; for Ansible alone, a file that is executable with the two lines
  #!/bin/sh
  exec towline ansible-inventory "$@"`,
    },
    async (session, { host }) => {
      const { hosts } = await session.withDaemon((daemon) => daemon.call(admin.ListHosts, {}));
      const inventory = ansibleInventory(hosts);
      const document = host === undefined ? inventory : variablesOf(inventory, host);
      session.print(document, () => JSON.stringify(document, null, 2));
    },
  )
    .addOption(
      new Option('--list', 'all hosts and groups, with their variables (the default)').conflicts('host'),
    )
    .addOption(new Option('--host <node>', 'the variables of one host'));
}

function variablesOf({ _meta: { hostvars } }: ReturnType<typeof ansibleInventory>, host: string) {
  const found = Object.hasOwn(hostvars, host) ? hostvars[host] : undefined;
  if (found !== undefined) return found;
  const meant = didYouMean(host, Object.keys(hostvars));
  throw new TowlineError(
    'notFound',
    `no router is enrolled as ${JSON.stringify(host)}${meant || ':'} see 'towline node list'`,
  );
}
