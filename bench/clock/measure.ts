/** What runs in the namespaces that bench/clock.ts makes: prints one JSON array, a case each. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EnrolledNode } from '../../controller/store/nodes.ts';
import { renewSilentPeers } from '../../controller/tunnel/renew.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { run } from '../../shared/os/run.ts';
import { createWireGuard } from '../../shared/wireguard/wireguard.ts';
import { managementInterface } from '../../shared/wireguard-names.ts';
import { openSender } from './sender.ts';

/** What a reboot did to a router's clock, and what became of its handshakes. */
export interface ClockCase {
  readonly name: string;
  /** Seconds from the first initiation after the reboot to the first that was answered; null for none. */
  readonly answered_s: number | null;
  /** Initiations that were not answered before. */
  readonly refused: number;
}

const now = Date.now();
/** Timestamps before and after the reboot; `renewed`: whether a controller renews silent peers meanwhile. */
const cases: readonly { name: string; last: number; first: number; renewed: boolean }[] = [
  { name: '1970, nothing renews', last: now, first: 86_400_000, renewed: false },
  { name: '1970, renewed', last: now, first: 86_400_000, renewed: true },
  { name: '2099 set right, renewed', last: Date.UTC(2099, 0, 1), first: now, renewed: true },
  { name: 'floor of 20 minutes ago, renewed', last: now, first: now - 1_200_000, renewed: true },
  { name: 'floor of the last moment', last: now, first: now + 1000, renewed: false },
];
const lengthMs = 400_000;
/** WireGuard repeats an initiation after 5 s (REKEY_TIMEOUT). */
const repeatMs = 5000;

const wireguard = createWireGuard(run);
const own = generateBoxKeyPair();
const plain = 'tl-plain';
const ports = new Map([
  [managementInterface, 51820],
  [plain, 51821],
]);
const peers = cases.map((one) => ({ ...one, keys: generateBoxKeyPair() }));
for (const [name, listenPort] of ports) {
  await wireguard.ensureInterface(name);
  await run('ip', ['link', 'set', 'dev', name, 'up']);
  const chosen = peers.filter(({ renewed }) => (name === managementInterface) === renewed);
  await wireguard.sync(name, {
    privateKey: own.privateKey.toString('base64'),
    listenPort,
    peers: chosen.map(({ keys }, index) => ({
      publicKey: keys.publicKey.toString('base64'),
      allowedIps: [`fd00::${index + 1}/128`],
    })),
  });
}
const ended = new AbortController();
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const roster = { withKey: (name: string) => ({ name }) as EnrolledNode };
const renewing = renewSilentPeers({ wireguard, roster, clock: systemClock, log: silent }, ended.signal);

async function measure({ name, last, first, renewed, keys }: (typeof peers)[number]): Promise<ClockCase> {
  const port = ports.get(renewed ? managementInterface : plain) ?? 0;
  const sender = await openSender({ keys, responderPublicKey: own.publicKey }, port);
  try {
    if (!(await sender.send(last, 10_000))) throw new Error(`${name}: no answer before the reboot`);
    const began = performance.now();
    for (let refused = 0; ; refused++) {
      const passedMs = Math.floor(performance.now() - began);
      if (passedMs > lengthMs) return { name, answered_s: null, refused };
      if (await sender.send(first + passedMs, 2000))
        return { name, answered_s: Math.round(passedMs / 1000), refused };
      await delay(repeatMs - 2000);
    }
  } finally {
    sender.close();
  }
}

process.stdout.write(`${JSON.stringify(await Promise.all(peers.map(measure)))}\n`);
ended.abort();
await renewing;
for (const name of ports.keys()) await wireguard.removeInterface(name);
