// Runs on a router. Says, a JSON line at each change, whether the controller answers over a new connection through the
// management tunnel, in packets of some size both ways, and what the agent's journal says.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const state = '/var/lib/towline';
const { controllerAddress: host, controllerPort: port } = JSON.parse(
  readFileSync(`${state}/enrollment.json`, 'utf8'),
);
const pings = 40;
// RFC 9113: connection preface, an empty SETTINGS frame, PING frames, which the other end sends back.
const ping = Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
const hello = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
  ...Array.from({ length: pings }, () => ping),
]);

const now = { isReachable: false, journal: '' };
const say = () => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...now })}\n`);

/** The journal is read anew for each line: what answers because the bundle was given up must not seem to be before it. */
function see(isReachable) {
  let journal = '';
  try {
    journal = readFileSync(`${state}/journal.json`, 'utf8');
  } catch {
    // Not there yet.
  }
  if (isReachable === now.isReachable && journal === now.journal) return;
  Object.assign(now, { isReachable, journal });
  say();
}

const answers = () =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    let received = 0;
    const end = (isAnswer) => {
      socket.destroy();
      resolve(isAnswer);
    };
    socket
      .setTimeout(1000, () => end(false))
      .on('connect', () => socket.write(hello))
      .on('error', () => end(false))
      .on('close', () => end(false))
      .on('data', (part) => {
        received += part.length;
        if (received >= pings * ping.length) end(true);
      });
  });

setInterval(() => see(now.isReachable), 100);

for (;;) {
  see(await answers());
  await new Promise((resolve) => setTimeout(resolve, 250));
}
