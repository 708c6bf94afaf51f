import { createTunnel } from '../../controller/tunnel/tunnel.ts';
import { silentLog } from './log.ts';

type Parts = Parameters<typeof createTunnel>[0];

/** The controller's management tunnel, one end of it, over given parts of a machine. */
export function controllerTunnel(parts: Pick<Parts, 'run' | 'wireguard' | 'roster'>) {
  return createTunnel({
    ...parts,
    log: silentLog,
    ends: () => ({
      home: { interface: 'tlmgmt', listenPort: 51_820, privateKey: Buffer.alloc(32) },
      beside: undefined,
      isConfigured: true,
    }),
    controllerAddress: 'fd00::1',
    managementPrefix: 'fd00::/64',
    addressOf: String,
  });
}
