import { once } from 'node:events';
import { join } from 'node:path';
import { Command } from 'commander';
import { Lab } from './lab.ts';
import { projectFolder } from './namespaces/visible-folders.ts';
import { checkPreconditions } from './preconditions/preconditions.ts';
import { countWireGuardInterfaces, describeInventory } from './topology/inventory.ts';

/** The lab's own small command line. */
export function buildProgram(): Command {
  const program = new Command('lab').description('a whole network of namespaces on this computer');
  program
    .command('check')
    .description('tell whether a lab can be brought up here, and if not, what to do')
    .action(check);
  program
    .command('up')
    .description('build the machines of an inventory, without programs on them, until Ctrl-C')
    .argument('[inventory]', 'folder of the inventory', join(projectFolder(), 'lab/networks/paper'))
    .addHelpText('after', '\nExample:\n  npm run lab -- up /etc/towline/network')
    .action(up);
  return program;
}

async function check(): Promise<void> {
  const { wireGuard } = await checkPreconditions();
  const which = { kernel: "the kernel's WireGuard", userspace: 'wireguard-go' }[wireGuard];
  process.stdout.write(`a lab can be brought up here; its routers will use ${which}\n`);
}

async function up(inventory: string): Promise<void> {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end.abort());
  const description = await describeInventory(inventory);
  const wireGuardInterfaces = await countWireGuardInterfaces(inventory);
  const lab = await Lab.up(description, { wireGuardInterfaces });
  try {
    process.stdout.write(`up: ${lab.machines.join(', ')}\n\na shell on each machine:\n`);
    for (const machine of lab.machines) {
      process.stdout.write(`  ${lab.enterCommand(machine, ['bash']).join(' ')}   # ${machine}\n`);
    }
    process.stdout.write('\nCtrl-C ends it\n');
    if (!end.signal.aborted) await once(end.signal, 'abort');
  } finally {
    await lab.down();
  }
}
