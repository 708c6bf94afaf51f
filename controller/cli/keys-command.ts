import { toDocument } from '../../shared/document.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { command, group } from './command.ts';
import type { Io } from './io.ts';
import { retireSigningCommand, rotateSigningCommand, showSigningCommand } from './signing-commands.ts';

/** `towline keys …`: the controller's own keys. */
export function keysCommands(io: Io) {
  const rotate = group(io, 'rotate', 'make a new key', 'keys rotate master', [
    rotateMasterCommand(io),
    rotateSigningCommand(io),
  ]);
  const retire = group(io, 'retire', 'end the time of an earlier key', 'keys retire signing', [
    retireSigningCommand(io),
  ]);
  return group(io, 'keys', "the controller's own keys", 'keys show', [
    showSigningCommand(io),
    rotate,
    retire,
  ]);
}

function rotateMasterCommand(io: Io) {
  return command(
    io,
    {
      usage: 'master',
      summary: 'encrypt the secrets of the database under a new key',
      example: 'keys rotate master',
      notes: `It can be interrupted at any moment and nothing is lost. Nodes notice nothing. The old key is removed: the
database of an older backup opens with the key of that backup only.
Where systemd hands the key to the service (LoadCredential=towline-master:…), give it the new key as
towline-master and the old one as towline-master-old, restart the service, and run this.`,
    },
    async (session) => {
      const response = await session.withDaemon((daemon) => daemon.call(admin.RotateMasterKey, {}));
      session.print(toDocument(response), () => {
        const { secrets, place, keyId } = response;
        return `${count(secrets, 'secret')} encrypted anew; the key is in ${place}, its id is ${keyId}`;
      });
    },
  );
}
