/** A name server of the lab. Arguments: the zone file, read for each query, and the addresses to listen on. */
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { decode, encode } from 'dns-packet';
import { answerTo, zoneSchema } from './answer.ts';

const [file = '', ...addresses] = process.argv.slice(2);

for (const address of addresses) {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  socket.on('message', (message, from) => {
    try {
      const answer = answerTo(decode(message), zoneSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
      if (answer === undefined) return;
      const packet = encode(answer.packet);
      setTimeout(() => socket.send(packet, from.port, from.address), answer.delayMs);
    } catch (error) {
      console.error(error);
    }
  });
  socket.on('listening', () => console.log(`listening on ${address}`));
  socket.bind(53, address);
}
