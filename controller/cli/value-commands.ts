import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { type AdminClient, admin } from './client.ts';
import { command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { renderValues, valueDocuments } from './values.ts';

interface ScopeFlags {
  readonly site?: string;
  readonly node?: string;
}

export function setCommand(io: Io) {
  return command<ScopeFlags & { unset?: boolean }>(
    io,
    {
      usage: 'set <key> [value]',
      summary: "set a key in the inventory's work tree: of the network, a site, or a node",
      example: 'set lan \'["10.1.0.0/24", "fd00:1::/64"]\' --node fra1',
      notes:
        'The value is JSON (a number, true, false, "text", a list) or else plain text.\nComments in the file stay. --unset removes the key.',
    },
    async (session, flags, key = '', value?: string) => {
      if ((value === undefined) !== (flags.unset === true)) {
        throw new UsageError(`give a value for ${key}, or --unset to remove it`);
      }
      const response = await session.withDaemon(async (daemon) => {
        const scope = await scopeOf(daemon, flags);
        return daemon.call(admin.SetValue, { key, json: value === undefined ? '' : asJson(value), scope });
      });
      session.print(toDocument(response), () =>
        response.changed
          ? `${key} ${value === undefined ? 'removed' : 'set'} in ${response.file}`
          : 'nothing changed',
      );
    },
  )
    .addOption(new Option('--site <site>', "in the site's file").conflicts('node'))
    .addOption(new Option('--node <node>', "in the node's file"))
    .addOption(new Option('--unset', 'remove the key'));
}

export function getCommand(io: Io) {
  return command<ScopeFlags & { effective?: string | boolean }>(
    io,
    {
      usage: 'get [key]',
      summary: 'show a key, a table, or everything that a file of the inventory says',
      example: 'get bfd --effective fra1',
      notes: '--effective shows what holds after inheritance, and the file and line that it comes from.',
    },
    async (session, flags, key = '') => {
      const effective = flags.effective !== undefined;
      const node = typeof flags.effective === 'string' ? flags.effective : flags.node;
      const scoped = { ...(flags.site && { site: flags.site }), ...(node && { node }) };
      const { values } = await session.withDaemon(async (daemon) =>
        daemon.call(admin.GetValue, { key, scope: await scopeOf(daemon, scoped), effective }),
      );
      session.print({ values: valueDocuments(values) }, () => renderValues(values));
    },
  )
    .addOption(new Option('--effective [node]', 'what holds for this node (with --site: for the site)'))
    .addOption(new Option('--site <site>', "what the site's file says"))
    .addOption(new Option('--node <node>', "what the node's file says"));
}

async function scopeOf(daemon: AdminClient, { site, node }: ScopeFlags): Promise<string> {
  if (node === undefined) return site ?? '';
  if (node.includes('/')) return node;
  const found = await daemon.call(admin.GetNode, { name: node });
  return `${found.node?.siteName}/${node}`;
}

/** What people type as a value, as JSON: text that is none stands for itself. */
function asJson(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return JSON.stringify(value);
  }
}
