import { count } from './changes.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { Exit, exitCode } from './exit-codes.ts';
import { findingDocuments, findingLines } from './findings.ts';
import type { Io } from './io.ts';
import { receive } from './receive.ts';

export function checkCommand(io: Io) {
  return command(
    io,
    {
      usage: 'check',
      summary: 'look at the network as a whole: what is cut off, what may not fail, what BIRD refuses',
      example: ['check', 'check --json'],
      notes:
        'It looks at the inventory as it is in the work tree, and writes nothing:\n  groups that are not connected; nodes and links whose loss splits the network; nodes\n  without a second path; meshes that are too large; each BIRD configuration with bird -p.',
      exitCodes: '0 nothing was found, 2 something was, 1 an error or wrong usage',
    },
    async (session) => {
      const { nodes, links, birdChecked, findings } = await session.withDaemon((daemon) =>
        receive(daemon.stream(admin.Check, {}), session.progress),
      );
      const document = { nodes, links, bird_checked: birdChecked, findings: findingDocuments(findings) };
      session.print(document, () => {
        const bird = birdChecked === 0 ? 'no BIRD configuration' : count(birdChecked, 'BIRD configuration');
        const found = findings.length === 0 ? 'nothing found' : count(findings.length, 'finding');
        return `${findingLines(io, findings)}Checked ${count(nodes, 'node')}, ${count(links, 'link')}, ${bird}: ${found}.`;
      });
      if (findings.length > 0) throw new Exit(exitCode.changes);
    },
  );
}
