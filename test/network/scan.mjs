// Tries every TCP port of an address; prints which are open, and how many answered at all.
import { connect } from 'node:net';

const [address] = process.argv.slice(2);
const open = [];
let [next, answered] = [1, 0];

async function worker() {
  while (next <= 65_535) {
    const port = next++;
    await new Promise((resolve) => {
      const socket = connect({ host: address, port, timeout: 5000 });
      socket.once('connect', () => {
        open.push(port);
        answered++;
        socket.destroy();
        resolve();
      });
      socket.once('timeout', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', (error) => {
        if (error.code === 'ECONNREFUSED') answered++;
        resolve();
      });
    });
  }
}
await Promise.all(Array.from({ length: 100 }, worker));
process.stdout.write(`${JSON.stringify({ tcp_open: open.sort((a, b) => a - b), tcp_answered: answered })}\n`);
