import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CustomService } from '../../agent/config/services.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { files, make, setUp } from './cycle-fixture.ts';

/** A bundle whose service `site` has these files, by name. */
export function withRules(release: number, rules: Record<string, string>, link = 'hamburg') {
  const own = Object.entries(rules).map(([name, text]) => [`site/${name}`, text]);
  return make(release, { files: { ...files(link), ...Object.fromEntries(own) } });
}

/** What a program that ended with 1 says. */
export function refusal(command: string, output: string): CommandError {
  return new CommandError(`${command}: exit code 1: ${output}`, command, 1, output);
}

/** A node that has the service `site`; its commands `check-it` and `reload-it` do what `failures` says. */
export async function setUpService(context: TestContext, more: Partial<CustomService> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-services-'));
  context.after(() => rm(folder, { recursive: true }));
  const destination = join(folder, 'site.d');
  const service: CustomService = {
    name: 'site',
    destination,
    check: ['check-it', '--file={folder}/rules'],
    reload: ['reload-it', '{destination}/rules', '{other}'],
    timeout_s: 5,
    ...more,
  };
  /** What the programs do next, oldest first; by default they succeed. */
  const failures: Record<string, Error[]> = {};
  /** Each command with what the destination's `rules` held then. */
  const commands: string[] = [];
  const held = () => readFile(join(destination, 'rules'), 'utf8').catch(() => 'nothing');
  const wrap =
    (run: Run): Run =>
    async (command, args, options) => {
      if (!['check-it', 'reload-it', 'id', 'getent'].includes(command)) return run(command, args, options);
      if (command.endsWith('-it')) commands.push(`${command} ${args.join(' ')}: ${await held()}`);
      const failure = failures[command]?.shift();
      if (failure !== undefined) throw failure;
      return command.endsWith('-it') ? '' : '4711\n';
    };
  const node = await setUp(context, { known: [service], wrap });
  const reloads = () => commands.filter((command) => command.startsWith('reload-it')).length;
  const reason = () => node.parts.journal.current().lastApply?.reason ?? '';
  return { ...node, folder, destination, service, failures, commands, held, reloads, reason };
}
