import { setTimeout as delay } from 'node:timers/promises';
import type { Lab } from '../../lab/lab.ts';
import { expect } from './steps.ts';

/** Does something while a packet goes from a host to an address each 10 ms; throws if one of them is lost. */
export async function withoutLoss(
  lab: Lab,
  host: string,
  address: string,
  task: () => Promise<void>,
): Promise<string> {
  const probe = lab.probe(host, address);
  await probe.answer(10_000);
  await task();
  // What comes up again may hurt only then.
  await delay(3000);
  const { sent, lost } = await probe.stop();
  expect(lost === 0, `${lost} of ${sent} packets lost`);
  return `0 of ${sent} packets lost`;
}
