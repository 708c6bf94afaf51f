import { requireStateOwner } from '../../shared/os/state-owner.ts';
import { statePaths } from '../config/paths.ts';
import { addPackages } from '../packages/add.ts';
import { shippedPackagesFolder } from '../packages/places.ts';
import { createShelf } from '../packages/shelf.ts';
import { command, group } from './command.ts';
import type { Io } from './io.ts';
import { size } from './size.ts';
import { table } from './table.ts';

/** `towline packages …`: what new routers fetch from this controller. */
export function packagesCommands(io: Io) {
  return group(io, 'packages', 'what new routers fetch from this controller', 'packages list', [
    addCommand(io),
    listCommand(io),
  ]);
}

function addCommand(io: Io) {
  return command(
    io,
    {
      usage: 'add <file...>',
      summary: 'put newer packages there; new routers get them at once',
      example: 'packages add towline-node_24.22.3_arm64.deb',
      notes: `Files: towline-agent_VERSION_all.deb, towline-agent-VERSION.tar.gz (Alpine), towline-node_VERSION_ARCH.deb (for
Debian 12). Of each kind the newest counts, whether it is added or came with the controller.
It takes the controller's user ('sudo -u towline towline packages add …').`,
    },
    async (session, _options, ...files) => {
      const config = session.loadConfig();
      await requireStateOwner(config.state_dir, 'towline packages add …');
      const added = await addPackages(statePaths(config).packages, files);
      session.print({ added }, () => added.map((name) => `${name}: new routers get it\n`).join(''));
    },
  );
}

function listCommand(io: Io) {
  return command(
    io,
    {
      usage: 'list',
      summary: 'list the packages that new routers get',
      example: 'packages list',
    },
    async (session) => {
      const shelf = createShelf([statePaths(session.loadConfig()).packages, shippedPackagesFolder]);
      const packages = await shelf.list();
      const document = packages.map(({ file, version, sha256, bytes }) => ({ file, version, sha256, bytes }));
      session.print({ packages: document }, () => {
        if (packages.length === 0)
          return "No packages: 'npm run package' makes them, 'towline packages add' puts them here.";
        return table(
          ['FILE', 'SIZE', 'SHA-256'],
          packages.map((one) => [one.file, size(one.bytes), one.sha256]),
        );
      });
    },
  );
}
