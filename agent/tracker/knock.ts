import { createSocket, type Socket } from 'node:dgram';
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';

/** All nodes of a link (RFC 4291, section 2.7.1): nobody answers what comes to a port at which nobody listens. */
const allNodes = 'ff02::1';
/** `discard` (RFC 863). */
const port = 9;

/**
 * Sends one datagram through a link. Whatever is sent shows the peer where this end is now, opens the firewall of this
 * end for the peer's packets, and begins the handshake if one is due; BFD alone, while its session is down, speaks once
 * a second (RFC 5880, section 6.8.3).
 */
export function createKnock(log: Log): (interfaceName: string) => void {
  /** Open while something is being sent: a port that stays would be one more to explain. */
  let socket: Socket | undefined;
  let underWay = 0;

  return (interfaceName) => {
    const sent = (error: unknown) => {
      if (error != null) log.debug({ interface: interfaceName, error: messageOf(error) }, 'knock');
      if (--underWay > 0) return;
      socket?.close();
      socket = undefined;
    };
    underWay++;
    socket ??= createSocket('udp6');
    socket.send('towline', port, `${allNodes}%${interfaceName}`, sent);
  };
}
