import { isIPv6 } from 'node:net';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { formatGate, type Gate } from '../../shared/gates.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bird } from '../bird/bird.ts';
import type { Bundle } from '../check/bundle.ts';
import { createHandshakeAges, goodHandshakeS, type HandshakeAges } from '../clock/handshakes.ts';
import { missingSessions } from './sessions.ts';
import { waited } from './waited.ts';

/** What the gates are asked of. */
export interface GatePorts {
  readonly run: Run;
  readonly wireguard: WireGuard;
  readonly bird: Bird;
  readonly clock: Clock;
}

const pollMs = 500;
const pingTimeoutS = 1;

/** Waits until every gate of the bundle has been open at one look; throws what was shut when the signal ended. */
export async function proveGates(ports: GatePorts, bundle: Bundle, signal: AbortSignal): Promise<void> {
  const gates = bundle.settings.confirm_require;
  const ages = createHandshakeAges(ports.clock);
  while (gates.length > 0) {
    if (gates.some(({ kind }) => kind === 'handshake')) ages.look(await ports.wireguard.state());
    const shut: string[] = [];
    for (const gate of gates) {
      const reason = await whyShut(ports, bundle, gate, ages, signal);
      if (reason !== undefined) shut.push(`${formatGate(gate)}: ${reason}`);
    }
    if (shut.length === 0) return;
    await waited(
      ports.clock,
      pollMs,
      signal,
      () => new TowlineError('failed', `confirm.require is not met: ${shut.join('; ')}`),
    );
  }
}

async function whyShut(
  ports: GatePorts,
  bundle: Bundle,
  gate: Gate,
  ages: HandshakeAges,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { links } = bundle.settings;
  switch (gate.kind) {
    case 'bgp': {
      const sessions = links.map(({ session }) => session);
      const missing = missingSessions(sessions, await ports.bird.protocols());
      const established = sessions.length - missing.length;
      if (established >= gate.established) return undefined;
      const list = missing.map(({ name, state }) => `, ${name} is ${state}`).join('');
      return `${established} of ${sessions.length} established${list}`;
    }
    case 'handshake': {
      const name = links.find(({ peer }) => peer === gate.peer)?.interface;
      if (name === undefined) return 'the bundle has no link to it';
      const ageS = ages.ageS(name);
      if (ageS === undefined) return 'there was none yet';
      if (ageS <= goodHandshakeS) return undefined;
      return Number.isFinite(ageS) ? `the last one was ${ageS} s ago` : 'none since the clock was set back';
    }
    case 'ping':
      return whyNoAnswer(ports.run, gate.address, signal);
  }
}

async function whyNoAnswer(run: Run, address: string, signal: AbortSignal): Promise<string | undefined> {
  const family = isIPv6(address) ? '-6' : '-4';
  try {
    await run('ping', [family, '-n', '-q', '-c', '1', '-W', String(pingTimeoutS), address], {
      timeoutMs: (pingTimeoutS + 2) * 1000,
      signal,
    });
    return undefined;
  } catch (error) {
    // It exits with 1 where no answer came, and says nothing of interest then.
    return error instanceof CommandError && error.exitCode === 1 ? 'no answer' : messageOf(error);
  }
}
