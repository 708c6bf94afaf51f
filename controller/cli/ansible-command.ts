import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { ansibleInventory } from './ansible-hosts.ts';
import { admin } from './client.ts';
import { common, exampleHelp } from './command.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { runProgram } from './run-program.ts';
import { type CommonOptions, sessionOf } from './session.ts';

const wayOut =
  "install it ('apt install ansible-core', or 'pipx install ansible-core'), on this machine or on another one with 'towline ansible-inventory' (docs/managing.md)";

/** First words that stand for a program of Ansible's. */
const programs = ['playbook', 'inventory', 'console'];

/** `towline ansible`: Ansible with the routers as its inventory. The arguments come behind a `--`, see `forOthers`. */
export function ansibleCommand(io: Io): Command {
  const self = common(new Command('ansible'), io)
    .argument('[arguments...]', 'what Ansible gets')
    .description('run Ansible on the routers; all arguments are its own')
    .helpOption(false)
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
A first word 'playbook', 'inventory' or 'console', or a file that ends with .yml or .yaml, stands for ansible-playbook
and so on; anything else is for ansible itself. The inventory is that of 'towline ansible-inventory'.
${exampleHelp(['ansible towline -m ping', 'ansible playbook os-upgrade.yml --limit site_berlin', 'ansible inventory --graph'])}
Exit codes: those of Ansible; 1 also if there is none.
`,
    );
  return self.action(async (args: string[]) => {
    const { program, rest } = programOf(args);
    // Asked first: without an inventory Ansible would go on, with no host at all.
    const { hosts } = await sessionOf(self, io).withDaemon((daemon) => daemon.call(admin.ListHosts, {}));
    ansibleInventory(hosts);
    const code = await withInventory(self.optsWithGlobals<CommonOptions>(), (inventory) =>
      runProgram(io, program, ['-i', inventory, ...rest], wayOut, {
        // It would warn, and go on with no host at all.
        env: { ...io.env, ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: 'true' },
      }),
    );
    if (code !== exitCode.ok) throw new Exit(code);
  });
}

/** The program that is meant, and what it gets. Throws UsageError without any word. */
export function programOf(args: readonly string[]): { program: string; rest: readonly string[] } {
  const [first, ...others] = args;
  if (first === undefined) throw new UsageError("say what Ansible is to do (see 'towline help ansible')");
  if (programs.includes(first)) return { program: `ansible-${first}`, rest: others };
  return { program: /\.ya?ml$/.test(first) ? 'ansible-playbook' : 'ansible', rest: args };
}

/** Works with a program that is an inventory for Ansible, in a folder of the user's own that is gone afterwards. */
async function withInventory<T>(
  { config, socket }: CommonOptions,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'towline-ansible-'));
  try {
    const path = join(folder, 'towline');
    const self = [process.execPath, ...process.execArgv, process.argv[1] ?? 'towline'];
    const options = [
      ...(config === undefined ? [] : ['--config', config]),
      ...(socket === undefined ? [] : ['--socket', socket]),
    ];
    const words = [...self, ...options, 'ansible-inventory'].map(quoted).join(' ');
    writeFileSync(path, `#!/bin/sh\nexec ${words} "$@"\n`);
    chmodSync(path, 0o700);
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A word for sh(1). */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
