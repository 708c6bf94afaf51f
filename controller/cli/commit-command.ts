import { Option } from 'commander';
import { defaultAuthor } from './author.ts';
import { count, nameList } from './changes.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { warningLines } from './findings.ts';
import type { Io } from './io.ts';
import { receive } from './receive.ts';

export function commitCommand(io: Io) {
  return command<{ message: string; author?: string }>(
    io,
    {
      usage: 'commit',
      summary: 'commit the inventory and make a release of it; routers change only with activate',
      example: 'commit -m "link to the new warehouse"',
      notes:
        'Where no bundle changes, no release is made; the inventory is committed all the same.\nOnce begun it ends, also if this command is interrupted.',
    },
    async (session, { message, author = defaultAuthor(io.env) }) => {
      const summary = await session.withDaemon((daemon) =>
        receive(daemon.stream(admin.Commit, { message, author }), session.progress),
      );
      const { release, changedNodes, committed, inventoryCommit, warnings } = summary;
      const document = {
        release: release === 0 ? null : release,
        changed_nodes: changedNodes,
        committed,
        inventory_commit: inventoryCommit,
        warnings,
      };
      session.print(document, () => {
        if (release === 0) {
          const done = committed
            ? `The inventory is committed (${inventoryCommit.slice(0, 10)}). No bundle changes: no release made.`
            : 'Nothing to commit, and no bundle changes.';
          return `${warningLines(io, warnings)}${done}`;
        }
        const changed = `${count(changedNodes.length, 'node')}: ${nameList(changedNodes)}`;
        return `${warningLines(io, warnings)}Release ${release} made, it changes ${changed}\nNext: towline activate --wait`;
      });
    },
  )
    .addOption(new Option('-m, --message <text>', 'what changes and why').makeOptionMandatory())
    .addOption(new Option('--author <author>', '"Name <address>" (default: the user at this host)'));
}
