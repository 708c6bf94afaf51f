import type { BirdState } from '../bird/state.ts';
import { showOwnFamily } from './families.ts';
import { type AgentStatus, reasonOf } from './status.ts';
import { table } from './table.ts';

/** An agent that runs writes its status from time to time; where so many are missed, it does not run any more. */
const missedWrites = 3;
const leastStaleS = 90;

/** What a status says in short. `away`: the agent does not run. */
export type Health = 'ok' | 'degraded' | 'away';

/**
 * A node is ok while a bundle is confirmed and nothing differs from it, BIRD runs, and every link's session is
 * established. Pure.
 *
 * @param uptimeS seconds since the machine was booted
 * @param writeEachS the longest between two writings of the status, in seconds
 */
export function healthOf(status: AgentStatus, uptimeS: number, writeEachS: number): Health {
  const staleS = Math.max(leastStaleS, missedWrites * writeEachS);
  const ageS = uptimeS - status.updatedUptimeS;
  // Before its own time: the machine was booted since.
  if (!(ageS >= 0 && ageS <= staleS)) return 'away';
  const isAsConfirmed = status.drift.length === 0;
  const isEstablished = status.links.every(({ bgpState }) => bgpState === 'Established');
  // A bundle may be in quarantine while a newer one is put off.
  const isWhole = status.state === 'confirmed' && status.quarantined === null;
  return isWhole && status.birdRunning && isEstablished && isAsConfirmed ? 'ok' : 'degraded';
}

/** The status for people. Pure. */
export function showStatus(status: AgentStatus, health: Health): string {
  const { lastApply, links } = status;
  const reason = lastApply?.reason ? `, ${reasonOf(lastApply)}` : '';
  const { state, step } = status;
  const lines = [
    `node        ${status.node} (site ${status.site})`,
    `health      ${health}`,
    `agent       ${status.facts.agentVersion}${status.upgrade ? showUpgrade(status.upgrade) : ''}`,
    `controller  ${status.controller.connected ? 'in contact' : 'no contact'}, at ${status.controller.endpoint ?? 'no known address'}`,
    // An older agent's status has no word of them.
    ...(status.families === undefined
      ? []
      : [
          `ipv4        ${showOwnFamily(status.families.ipv4)}`,
          `ipv6        ${showOwnFamily(status.families.ipv6)}`,
        ]),
    ...(status.tunnel?.reason ? [`tunnel      stays where it is: ${status.tunnel.reason}`] : []),
    `release     ${status.running.release === 0 ? 'none' : status.running.release}`,
    `state       ${state}${step === null ? '' : `, ${step}`}`,
    ...(lastApply ? [`last apply  release ${lastApply.release}: ${lastApply.outcome}${reason}`] : []),
    `bird        ${birdWords[status.birdState]} ${status.facts.birdVersion}`,
    ...(status.quarantined === null
      ? []
      : [
          `quarantine  bundle ${status.quarantined.slice(0, 12)}, until a newer release or 'towline node unquarantine ${status.node}'`,
        ]),
    ...status.drift.map((line) => `drift       ${line}`),
    ...(links.length === 0 ? [] : ['', table([header, ...links.map(row)])]),
  ];
  return `${lines.join('\n')}\n`;
}

function showUpgrade({ version, state, reason }: NonNullable<AgentStatus['upgrade']>): string {
  if (state === 'confirmed') return '';
  return `; ${version} ${state === 'rolledBack' ? 'was put back' : state}${reason === '' ? '' : `: ${reason}`}`;
}

const birdWords: Record<BirdState, string> = {
  running: 'running',
  absent: 'not running',
  silent: 'running and does not answer, restart it',
  restarting: 'restarting',
  foreign: 'not to be reached, another program has its socket',
};

const header = ['PEER', 'INTERFACE', 'BGP', 'BFD', 'HANDSHAKE', 'ENDPOINT'];

function row(link: AgentStatus['links'][number]): string[] {
  const handshake = link.handshakeAgeS === null ? 'never' : `${link.handshakeAgeS} s ago`;
  return [
    link.peer,
    link.interface,
    link.bgpState || '-',
    link.bfdState || '-',
    handshake,
    link.endpoint ?? '-',
  ];
}
