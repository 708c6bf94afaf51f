/** Attacks an enrollment listener: `main.js '<order as JSON>'`; prints what it did as JSON. Runs on a lab's machine. */
import { attackConnections } from './connections.ts';
import { attackMessages } from './messages.ts';
import { orderSchema } from './order.ts';
import { attackTokens } from './tokens.ts';

const attacks = { connections: attackConnections, messages: attackMessages, tokens: attackTokens };
const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const tally = await attacks[order.kind](order);
process.stdout.write(`${JSON.stringify(tally)}\n`);
