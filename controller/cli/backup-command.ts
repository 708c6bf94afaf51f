import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { TowlineError } from '../../shared/errors.ts';
import type { BackupSummary } from '../../shared/gen/towline/v1/BackupSummary.ts';
import { withBackup } from './backup-source.ts';
import { count } from './changes.ts';
import { collect, command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { newPassphrase } from './passphrase.ts';
import { size } from './size.ts';
import { utcTime } from './table.ts';

interface BackupFlags {
  readonly passphraseFile?: string;
  readonly to?: readonly string[];
  readonly force?: boolean;
}

/** `towline backup`: the whole controller in one encrypted file. */
export function backupCommand(io: Io) {
  const backup = command<BackupFlags>(
    io,
    {
      usage: 'backup [file]',
      summary: 'write the whole controller into one encrypted file, while it runs',
      example: [
        'backup /mnt/backup --passphrase-file /etc/towline/backup.pass',
        'backup keygen /root/towline-backup.key',
        'backup --to age1… - | ssh store.example.net "cat >towline.backup"',
      ],
      notes: `It holds every key that lies in the controller's state folder: whoever opens it is the controller. It is encrypted to a
passphrase (of a file, '-' for standard input, or typed), or to public keys: then nothing on this machine opens it.
In a folder, and without a file, it gets a name of network and time; '-' is standard output. 'towline restore' puts it
back, on this machine or another one (docs/backup.md). While no controller runs it reads the state folder itself.`,
    },
    async (session, { passphraseFile, to = [], force = false }, file = '.') => {
      if (passphraseFile !== undefined && to.length > 0)
        throw new UsageError('--passphrase-file and --to exclude each other');
      const isStream = file === '-';
      if (isStream && io.output === undefined)
        throw new UsageError('a backup is not for a terminal: name a file, or send it to a program');
      if (isStream && session.json)
        throw new UsageError('--json needs a file: standard output has the backup');
      const [{ parsePublicKey }, { requireFree, writeBackup, writeBackupFile }] = await Promise.all([
        import('../backup/age/keys.ts'),
        import('../backup/write-backup.ts'),
      ]);
      const inFolder = !isStream && isFolder(file);
      if (!isStream && !inFolder) requireFree(file, force);
      const recipients =
        to.length > 0
          ? { publicKeys: to.map(parsePublicKey) }
          : { passphrase: await newPassphrase(io, passphraseFile) };
      const { summary, path, bytes } = await withBackup(session, async ({ summary, archive }) => {
        const path = inFolder ? join(file, nameOf(summary)) : file;
        const bytes =
          isStream && io.output !== undefined
            ? await writeBackup(archive, recipients, io.output)
            : await writeBackupFile(archive, recipients, path, force);
        return { summary, path, bytes };
      });
      if (isStream) io.err(`${textOf(summary, 'standard output', bytes)}\n`);
      else session.print(documentOf(summary, path, bytes), () => textOf(summary, path, bytes));
    },
  )
    .addOption(new Option('--passphrase-file <file>', "file with the passphrase, '-' for standard input"))
    .addOption(
      new Option('--to <key>', 'public key (age1…) that it is for; may be repeated').argParser(collect),
    )
    .addOption(new Option('--force', 'replace a file that is there'));
  return backup.addCommand(keygenCommand(io));
}

function keygenCommand(io: Io) {
  return command(
    io,
    {
      usage: 'keygen <file>',
      summary:
        "make a key pair for 'backup --to': the secret key goes into a file, the public one is printed",
      example: 'backup keygen /root/towline-backup.key',
      notes: `Keep the file where backups are restored, and not on the controller: it opens every backup made for it.
The program age takes it as well (age -d -i FILE), and its keys are taken here.`,
    },
    async (session, _options, file = '') => {
      const [{ generateBoxKeyPair }, { formatPublicKey, keyFileText }, { writeNewFile }] = await Promise.all([
        import('../../shared/crypto/x25519.ts'),
        import('../backup/age/keys.ts'),
        import('../../shared/os/write-atomically.ts'),
      ]);
      const { privateKey, publicKey } = generateBoxKeyPair();
      await writeNewFile(file, keyFileText(privateKey, new Date()), 0o600).catch(
        (cause: NodeJS.ErrnoException) => {
          if (cause.code !== 'EEXIST') throw cause;
          throw new TowlineError('exists', `${file} is there already: name another file`, { cause });
        },
      );
      const text = formatPublicKey(publicKey);
      session.print({ file, public_key: text }, () => text);
    },
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** `example-20261130T074500Z.backup` */
function nameOf({ networkName, createdMs }: BackupSummary): string {
  const network = networkName.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return `${network}-${utcTime(createdMs / 1000).replaceAll(/[-:]/g, '')}.backup`;
}

function documentOf(summary: BackupSummary, file: string, bytes: number) {
  const { networkName, networkId, epoch, release, nodeCount, createdMs, eventsHead, lacks } = summary;
  return {
    file,
    bytes,
    network: networkName,
    network_id: networkId,
    epoch,
    release,
    nodes: nodeCount,
    created: utcTime(createdMs / 1000),
    events_head: eventsHead,
    lacks,
  };
}

function textOf(
  { networkName, release, nodeCount, lacks }: BackupSummary,
  where: string,
  bytes: number,
): string {
  const what = `network ${networkName}, ${release === 0 ? 'no release' : `release ${release}`}, ${count(nodeCount, 'router')}`;
  const elsewhere = lacks.map((key) => `\nthe ${key} is kept elsewhere and is not in it: keep that as well`);
  return `${where}: ${size(bytes)}, ${what}${elsewhere.join('')}`;
}
