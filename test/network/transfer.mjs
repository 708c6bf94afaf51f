// A TCP transfer in both directions. `serve PORT` sends back what it gets; `send ADDRESS PORT BYTES` sends so many
// bytes, waits for all of them to come back, and prints how many did.
import { connect, createServer } from 'node:net';

const [mode, ...args] = process.argv.slice(2);
if (mode === 'serve') {
  createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(Number(args[0]), '::');
} else {
  const [address, port, bytes] = [args[0], Number(args[1]), Number(args[2])];
  let received = 0;
  const socket = connect({ host: address, port }, () => socket.end(Buffer.alloc(bytes, 'x')));
  socket.setTimeout(15_000, () => socket.destroy(new Error(`silent after ${received} bytes`)));
  socket.on('data', (chunk) => {
    received += chunk.length;
  });
  socket.on('end', () => process.stdout.write(`${received}\n`));
}
