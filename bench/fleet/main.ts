/** One case of the benchmark, in namespaces of its own: sends its result to its parent, and ends. */
import { messageOf } from '../../shared/errors.ts';
import { measureBare } from './bare.ts';
import { measureKills } from './kills.ts';
import type { Order } from './order.ts';
import { measureSize } from './size.ts';
import { measureStopped } from './stopped.ts';

const order = JSON.parse(process.argv[2] ?? '') as Order;
const say = (line: string) => void process.stderr.write(`  ${line}\n`);
try {
  process.send?.(await run());
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
} finally {
  process.disconnect();
}

function run(): Promise<object> {
  if (order.kind === 'size') return measureSize(order, say);
  if (order.kind === 'bare') return measureBare(order);
  if (order.kind === 'stopped') return measureStopped(order, say);
  return measureKills(order, say);
}
