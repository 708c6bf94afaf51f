import { Option } from 'commander';
import { systemClock } from '../../shared/os/clock.ts';
import type { Restored } from '../backup/restore.ts';
import { count } from './changes.ts';
import { command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { type Io, paint } from './io.ts';
import { knownPassphrase, readSecretFile } from './passphrase.ts';
import { utcTime } from './table.ts';

interface RestoreFlags {
  readonly passphraseFile?: string;
  readonly key?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** `towline restore`: a controller of a backup, on this machine or another one. */
export function restoreCommand(io: Io) {
  return command<RestoreFlags>(
    io,
    {
      usage: 'restore <file>',
      summary: 'put a backup on this machine: the controller that it was made of is superseded',
      example: [
        'restore example-20261130T074500Z.backup --dry-run',
        'restore example-20261130T074500Z.backup --key /root/towline-backup.key',
      ],
      notes: `The whole file is read and checked before anything is written. --dry-run only does that, and says what is in it.
A controller.toml that is there stays, and says where the state goes. A controller that is there is refused; with
--force it is moved aside, never deleted. Run it as the user of the daemon, while that is stopped. See docs/backup.md.`,
    },
    async (session, { passphraseFile, key, dryRun = false, force = false }, file = '') => {
      if (passphraseFile !== undefined && key !== undefined)
        throw new UsageError('--passphrase-file and --key exclude each other');
      const [{ restore }, { parseSecretKeys }] = await Promise.all([
        import('../backup/restore.ts'),
        import('../backup/age/keys.ts'),
      ]);
      const opener =
        key === undefined
          ? { passphrase: await knownPassphrase(io, passphraseFile) }
          : { secretKeys: parseSecretKeys(await readSecretFile(io, key)) };
      const { configPath } = session;
      const restored = await restore({ file, opener, configPath, dryRun, force, clock: systemClock });
      if (systemClock.now() < restored.description.created_ms)
        io.err(
          "towline: this machine's clock is before the time of the backup: set it before 'towline serve'\n",
        );
      session.print(documentOf(restored), () => textOf(io, restored));
    },
  )
    .addOption(new Option('--passphrase-file <file>', "file with the passphrase, '-' for standard input"))
    .addOption(new Option('--key <file>', 'file with the secret key that the backup is for'))
    .addOption(new Option('--dry-run', 'check the file, say what is in it, and write nothing'))
    .addOption(new Option('--force', 'move a controller that is there aside'));
}

function documentOf({ description, config, otherConfig, done }: Restored) {
  const { network, network_id, release, nodes, lacks, towline, events_head } = description;
  return {
    restored: done !== undefined,
    network,
    network_id,
    created: utcTime(description.created_ms / 1000),
    towline,
    epoch: done?.epoch ?? description.epoch,
    former_epoch: description.epoch,
    release,
    nodes,
    events_head,
    lacks,
    state_dir: config.state_dir,
    endpoints: done?.endpoints ?? [],
    tokens_ended: done?.tokens ?? 0,
    pending_dropped: done?.pending ?? 0,
    moved_aside: done?.aside ?? [],
    other_config: done === undefined ? null : (otherConfig ?? null),
  };
}

function textOf(io: Io, restored: Restored): string {
  const { description, config, otherConfig, done } = restored;
  const { network, network_id, epoch, release, nodes, lacks, towline, created_ms } = description;
  const names = nodes.map(({ name }) => name).join(' ');
  const lines = [
    `network   ${network} (${network_id})`,
    `made      ${utcTime(created_ms / 1000)} by towline ${towline}`,
    `release   ${release === 0 ? 'none' : release}`,
    `epoch     ${done === undefined ? epoch : `${epoch}, from now on ${done.epoch}`}`,
    `routers   ${nodes.length}${names === '' ? '' : `: ${names}`}`,
    ...lacks.map((key) =>
      paint(io, 'yellow', `The ${key} is not in it: it was kept elsewhere. Bring that here.`),
    ),
  ];
  if (done === undefined)
    return [...lines, 'The file is whole and authentic. Nothing was written.'].join('\n');
  return [
    ...lines,
    '',
    paint(io, 'green', `Restored to ${config.state_dir}.`),
    ...done.aside.map((path) => `What was there is in ${path}.`),
    ...(otherConfig === undefined
      ? []
      : [`controller.toml stays as it is; that of the backup is ${otherConfig}.`]),
    ...(done.tokens + done.pending === 0
      ? []
      : [
          `Ended: ${count(done.tokens, 'open token')}, ${count(done.pending, 'request')} to join (a router asks again).`,
        ]),
    ...(done.rollout === undefined
      ? []
      : [
          `The rollout of release ${done.rollout} was under way, and stands: look at 'towline rollout status', then resume or abort it.`,
        ]),
    '',
    'Next:',
    `  let ${done.endpoints.join(', ')} lead to this machine (DNS, port forwarding)`,
    '  towline serve                start it (or systemctl start towline); never the old one again',
    '  towline status --watch       the routers come by themselves',
    'What happened after the backup is not known here:',
    '  releases                     push the inventory again, then towline plan, commit, activate',
    '  routers enrolled, replaced   their keys are not known here: let them ask anew (docs/backup.md)',
    '  routers revoked, denied      they are in again: towline node revoke',
  ].join('\n');
}
