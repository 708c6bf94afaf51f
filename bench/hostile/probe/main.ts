/**
 * How long the controller takes to give a router its bundle: `main.js SECONDS RELEASE`, on a router that is enrolled,
 * as the user of its agent. Prints the times in ms as a JSON array.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { loadEnrollment } from '../../../agent/enroll/store.ts';
import { loadKeys } from '../../../agent/keys/load.ts';
import { openClient } from '../../../agent/session/client.ts';

const pauseMs = 40;

const [seconds = 10, release = 1] = process.argv.slice(2).map(Number);
const enrollment = await loadEnrollment('/var/lib/towline/enrollment.json');
if (enrollment === undefined) throw new Error('this router is not enrolled');
const { identity } = await loadKeys('/var/lib/towline/keys');
const { signal } = new AbortController();
const client = openClient({
  address: enrollment.controllerAddress,
  port: enrollment.controllerPort,
  networkId: enrollment.networkId,
  nodeId: enrollment.nodeId,
  identityPrivateKey: identity.privateKey,
});
const times: number[] = [];
const end = performance.now() + seconds * 1000;
while (performance.now() < end) {
  const begun = performance.now();
  for await (const _part of client.fetchBundle(release, [], signal));
  times.push(Math.round((performance.now() - begun) * 10) / 10);
  await delay(pauseMs);
}
client.close();
process.stdout.write(`${JSON.stringify(times)}\n`);
