import type { Server } from 'node:net';
import { hostPort } from '../config/addresses.ts';
import type { ListenAddress } from '../config/schema.ts';
import { cannotListen } from './cannot-listen.ts';

/**
 * Starts to listen; resolves to the port. Throws `failed`.
 *
 * @param setting key of controller.toml that names the address
 */
export function listenTcp(server: Server, { host, port }: ListenAddress, setting: string): Promise<number> {
  return new Promise((resolve, reject) => {
    // It stays: an error of a later accept(2) must not end the program.
    server.on('error', (cause) => reject(cannotListen(hostPort(host, port), setting, cause)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
