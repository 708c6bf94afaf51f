import { joinLineOf } from '../packages/join-line.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import type { Io } from './io.ts';

/** `towline join`: the line that makes a machine a router. */
export function joinCommand(io: Io) {
  return command(
    io,
    {
      usage: 'join',
      summary: 'print the line to paste, as root, on a machine that shall become a router',
      example: 'join',
      notes: `The line fetches a script from this controller, and from nobody who has another key. The script installs the agent
and what it needs on Debian, Raspberry Pi OS or Alpine, and asks to join: then 'towline pending' lists the router.
'towline token create' prints a line with which no admin has to approve it.`,
    },
    async (session) => {
      const { joinString } = await session.withDaemon((daemon) => daemon.call(admin.GetStatus, {}));
      const { curl, wget } = joinLineOf(joinString);
      session.print({ join_string: joinString, line: curl, line_without_curl: wget }, () => {
        return `${curl}\n\nwithout curl, where wget cannot look at the controller's key, and this line names the script's sum instead:\n\n${wget}\n`;
      });
    },
  );
}
