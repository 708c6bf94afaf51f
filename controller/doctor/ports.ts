import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { bad, type Check, type Finding, good } from '../../shared/doctor/finding.ts';
import type { ControllerConfig } from '../config/load.ts';

/** A port that the controller listens on. */
interface Port {
  readonly setting: string;
  readonly protocol: 'TCP' | 'UDP';
  readonly host: string;
  readonly port: number;
}

/**
 * Looks whether the controller's ports are free, or in use while it runs.
 *
 * @param runs whether the controller answers
 */
export function portsCheck({ listen }: ControllerConfig, runs: () => Promise<boolean>): Check {
  const ports: Port[] = [
    { setting: 'listen.enrollment', protocol: 'TCP', ...listen.enrollment },
    { setting: 'listen.http', protocol: 'TCP', ...listen.http },
    { setting: 'listen.wireguard_port', protocol: 'UDP', host: '::', port: listen.wireguard_port },
  ];
  const look = async (): Promise<Finding[]> => {
    const isRunning = await runs();
    return Promise.all(
      ports
        .filter(({ port }) => port !== 0)
        .map(async (port) => findingOf(port, await whyNotFree(port), isRunning)),
    );
  };
  return { name: 'ports', look };
}

function findingOf(
  { setting, protocol, port }: Port,
  problem: string | undefined,
  isRunning: boolean,
): Finding {
  const name = `${protocol} ${port}`;
  if (problem === undefined)
    return isRunning
      ? bad(
          name,
          `free, though the controller runs: ${setting} of controller.toml is not what it listens on`,
          'systemctl restart towline',
        )
      : good(name, `free, for ${setting}`);
  if (problem === 'EADDRINUSE')
    return isRunning
      ? good(name, `in use, by the controller as it should be (${setting})`)
      : bad(
          name,
          'in use by another program',
          `ss -lnp 'sport = :${port}' names it; end it, or set ${setting} in controller.toml`,
        );
  return bad(
    name,
    `cannot be listened on (${problem})`,
    `set ${setting} in controller.toml to an address of this machine`,
  );
}

/** The error's code; undefined where it is free. It is listened on for a moment. */
function whyNotFree({ protocol, host, port }: Port): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = ({ code = 'failed' }: NodeJS.ErrnoException) => resolve(code);
    if (protocol === 'UDP') {
      const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
      socket.once('error', failed);
      socket.bind({ port, address: host }, () => socket.close(() => resolve(undefined)));
    } else {
      const server = createServer();
      server.once('error', failed);
      server.listen({ port, host }, () => server.close(() => resolve(undefined)));
    }
  });
}
