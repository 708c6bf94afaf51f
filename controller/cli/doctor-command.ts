import { examine, findingsText, type Grade, worst } from '../../shared/doctor/finding.ts';
import { run } from '../../shared/os/run.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { Exit, exitCode } from './exit-codes.ts';
import { type Io, paint } from './io.ts';

const colours = { good: 'green', warn: 'yellow', bad: 'red' } as const;

/** `towline doctor`: whether this machine has what the controller needs. */
export function doctorCommand(io: Io) {
  return command(
    io,
    {
      usage: 'doctor',
      summary: 'look whether this machine has what the controller needs, and say what mends what it lacks',
      example: ['doctor', 'doctor --json'],
      notes: `Programs and their versions, WireGuard, clock, rights, state folder, keys, database, ports, and the names by which
routers find the controller. It changes nothing, and works with and without a controller that runs. As another user
than the controller's it sees less, and says so. IP forwarding is not needed here. What is wrong with the network is
'towline check', with a router 'towline why' and there 'towline-agent doctor'.`,
      exitCodes: '0 nothing is bad, 3 something is, 1 an error, 2 wrong usage',
    },
    async (session) => {
      const { controllerChecks } = await import('../doctor/checks.ts');
      let answer: Promise<boolean> | undefined;
      const asks = () =>
        session
          .withDaemon((daemon) => daemon.call(admin.GetTunnel, {}))
          .then(
            () => true,
            () => false,
          );
      const findings = await examine(
        controllerChecks({
          run,
          nowMs: Date.now(),
          loadConfig: session.loadConfig,
          runs: () => {
            answer ??= asks();
            return answer;
          },
        }),
      );
      const isBad = worst(findings) === 'bad';
      const shown = (grade: Grade) => paint(io, colours[grade], grade.padEnd(4));
      session.print({ ok: !isBad, findings }, () => findingsText(findings, shown));
      if (isBad) throw new Exit(exitCode.unhealthy);
    },
  );
}
