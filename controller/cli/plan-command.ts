import { count, renderChanges } from './changes.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { Exit, exitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { changeDocuments, warningLines } from './release-texts.ts';

export function planCommand(io: Io) {
  return command(
    io,
    {
      usage: 'plan',
      summary: 'show which nodes and files a commit would change, and how; writes nothing',
      example: 'plan',
      notes: 'Exit codes of plan: 0 nothing would change, 2 something would, 1 an error or wrong usage.',
    },
    async (session) => {
      const response = await session.withDaemon((daemon) => daemon.call(admin.Plan, {}));
      const { baseRelease, changes, warnings } = response;
      const document = { base_release: baseRelease, changes: changeDocuments(changes), warnings };
      session.print(document, () => {
        const base = baseRelease === 0 ? 'there is no release yet' : `compared with release ${baseRelease}`;
        if (changes.length === 0) return `${warningLines(io, warnings)}Nothing would change (${base}).`;
        const head = `${count(changes.length, 'node')} would change (${base}).`;
        return `${renderChanges(io, changes)}\n${warningLines(io, warnings)}${head}`;
      });
      if (changes.length > 0) throw new Exit(exitCode.changes);
    },
  );
}
