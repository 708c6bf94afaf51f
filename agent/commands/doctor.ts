import type { Command } from 'commander';
import { examine, findingsText, type Grade, worst } from '../../shared/doctor/finding.ts';
import { run } from '../../shared/os/run.ts';
import type { AgentConfig } from '../config/schema.ts';
import { routerChecks } from '../doctor/checks.ts';
import { exitCode } from '../exit-code.ts';

export interface DoctorPorts {
  readonly config: () => Promise<AgentConfig>;
  readonly say: (text: string) => void;
  readonly finish: (code: number) => void;
}

/** `towline-agent doctor`: whether this router has what it needs. */
export function addDoctorCommand(program: Command, { config, say, finish }: DoctorPorts): void {
  program
    .command('doctor')
    .description('look whether this router has what it needs, and say what mends what it lacks')
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      `
Example:
  towline-agent doctor

It changes nothing, and works before the enrollment and without the agent. As root it sees most. It ends with 0 if
nothing is bad, with 4 if something is.
`,
    )
    .action(async (options: { json?: boolean }) => {
      const findings = await examine(await routerChecks(await config(), run, Date.now()));
      const isBad = worst(findings) === 'bad';
      const shown = (grade: Grade) => grade.padEnd(4);
      say(options.json ? `${JSON.stringify({ ok: !isBad, findings })}\n` : findingsText(findings, shown));
      if (isBad) finish(exitCode.degraded);
    });
}
