// Tries every TCP and UDP port of an address, or those that are named after it; prints which TCP ports are open, which UDP ports do not refuse, and how
// many ports refused.
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';

const [address, ...ports] = process.argv.slice(2);
const all = ports.length > 0 ? ports.map(Number) : Array.from({ length: 65_535 }, (_, index) => index + 1);

/** Asks `ask` of each port, so many at once; resolves to the ports for which it was true. */
async function portsWhere(ports, atOnce, ask) {
  const [rest, found] = [[...ports], []];
  const worker = async () => {
    for (let port = rest.pop(); port !== undefined; port = rest.pop()) if (await ask(port)) found.push(port);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found.sort((a, b) => a - b);
}

/** Resolves to `open`, `refused` or `silent`. */
function askTcp(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 5000 });
    const end = (state) => {
      socket.destroy();
      resolve(state);
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', (error) => end(error.code === 'ECONNREFUSED' ? 'refused' : 'silent'));
  });
}

/** Whether a datagram is answered by "port unreachable"; the kernel tells on a connected socket. */
function isUdpRefused(port, patienceMs) {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const end = (refused) => {
      clearTimeout(timer);
      socket.close();
      resolve(refused);
    };
    const timer = setTimeout(() => end(false), patienceMs);
    socket.once('error', (error) => end(error.code === 'ECONNREFUSED'));
    socket.connect(port, address, () => socket.send('?', () => undefined));
  });
}

const tcp = new Map();
await portsWhere(all, 100, async (port) => {
  tcp.set(port, await askTcp(port));
  return false;
});
let silent = await portsWhere(all, 200, async (port) => !(await isUdpRefused(port, 500)));
// What kept silent is asked again, alone: an answer may have been lost in the flood.
for (let round = 0; round < 3; round++) silent = await portsWhere(silent, 4, async (port) => !(await isUdpRefused(port, 1000)));
const states = [...tcp.entries()];
process.stdout.write(
  `${JSON.stringify({
    tcp_open: states.filter(([, state]) => state === 'open').map(([port]) => port),
    tcp_refused: states.filter(([, state]) => state === 'refused').length,
    udp_silent: silent,
  })}\n`,
);
