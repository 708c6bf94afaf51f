import { Option } from 'commander';
import { enumWord, toDocument } from '../../shared/document.ts';
import type { GetStatusResponse } from '../../shared/gen/towline/v1/GetStatusResponse.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { clearScreen, type Io, paint, plain } from './io.ts';
import { age, table } from './table.ts';

const colours = { ok: 'green', pending: 'yellow', failed: 'red', away: 'red', not_enrolled: 'gray' } as const;

export function statusCommand(io: Io) {
  return command<{ watch?: boolean }>(
    io,
    {
      usage: 'status',
      summary: 'show the fleet: what each node should run, runs, and how its links are',
      example: 'status --watch',
      notes: 'With --watch and --json it prints one document a second, one a line.',
    },
    async (session, { watch = false }) => {
      await session.withDaemon(async (daemon) => {
        do {
          const status = await daemon.call(admin.GetStatus, {});
          if (watch && !session.json) io.out(clearScreen);
          session.print(statusDocument(status), () => renderStatus(io, status));
          if (watch) await systemClock.sleep(1_000);
        } while (watch);
      });
    },
  ).addOption(new Option('--watch', 'again each second, until Ctrl-C'));
}

function statusDocument(status: GetStatusResponse) {
  return {
    network: status.networkName,
    network_id: status.networkId,
    newest_release: status.newestRelease,
    active_release: status.activeRelease,
    pending_enrollments: status.pendingEnrollments,
    join_string: status.joinString,
    clones: toDocument(status.clones),
    nodes: status.nodes.map((node) => ({
      name: node.nodeName,
      site: node.siteName,
      condition: enumWord(node.condition),
      desired_release: node.desiredRelease,
      running_release: node.runningRelease,
      confirmed_release: node.confirmedRelease,
      connected: node.connected,
      heard_age_s: node.heardAgeS ?? null,
      public_address: node.publicAddress === '' ? null : node.publicAddress,
      links_desired: node.linksDesired,
      links_established: established(node),
      links: toDocument(node.report?.links ?? []),
      last_apply: toDocument(node.report?.lastApply ?? null),
      facts: toDocument(node.report?.facts ?? null),
      resident_bytes: node.report?.residentBytes ?? null,
      drift: node.report?.drift ?? [],
      bird_running: node.report?.birdRunning ?? null,
      bird_state: node.report?.birdState || null,
      quarantined_digest: quarantined(node) || null,
      put_off: node.putOff || null,
      taken_back: node.takenBack || null,
    })),
  };
}

function renderStatus(io: Io, status: GetStatusResponse): string {
  const releases =
    status.newestRelease === 0
      ? 'no release yet'
      : `newest release ${status.newestRelease}, active ${status.activeRelease || 'none'}`;
  const waiting =
    status.pendingEnrollments === 0
      ? ''
      : `${count(status.pendingEnrollments, 'router')} waiting for approval: see 'towline pending'\n`;
  const nodes = table(
    ['NODE', 'SITE', 'STATE', 'RELEASE', 'LINKS', 'HEARD', 'ADDRESS'],
    status.nodes.map((node) => {
      const condition = enumWord(node.condition);
      return [
        node.nodeName,
        node.siteName,
        paint(io, colours[condition as keyof typeof colours] ?? 'gray', condition.replace('_', ' ')),
        node.runningRelease === node.desiredRelease
          ? `${node.runningRelease || ''}`
          : `${node.runningRelease} -> ${node.desiredRelease}`,
        node.linksDesired === 0 ? '' : `${established(node)}/${node.linksDesired}`,
        node.heardAgeS === undefined ? '' : age(node.heardAgeS),
        node.publicAddress,
      ];
    }),
  );
  const failures = status.nodes
    .filter((node) => enumWord(node.condition) === 'failed')
    .map(
      (node) => `${paint(io, 'red', `${node.nodeName}:`)} ${inset(node.report?.lastApply?.reason ?? '')}\n`,
    );
  const drift = status.nodes.flatMap((node) =>
    (node.report?.drift ?? []).map(
      (line) => `${paint(io, 'yellow', `${node.nodeName}:`)} drift, ${inset(line)}\n`,
    ),
  );
  const held = status.nodes
    .filter((node) => quarantined(node) !== '')
    .map(
      (node) =>
        `${paint(io, 'red', `${node.nodeName}:`)} quarantined, runs release ${node.runningRelease || 'none'} until a newer one or 'towline node unquarantine ${node.nodeName}'\n`,
    );
  const bird = status.nodes.flatMap((node) =>
    birdTrouble(node).map((text) => `${paint(io, 'red', `${node.nodeName}:`)} ${text}\n`),
  );
  const floods = status.nodes.flatMap((node) =>
    (node.report?.links ?? [])
      .filter(({ prefixLimitHit }) => prefixLimitHit)
      .map(
        ({ peer }) =>
          `${paint(io, 'red', `${node.nodeName}:`)} ${inset(peer)} sends more prefixes than bgp.import_limit admits, what is beyond it is refused\n`,
      ),
  );
  const pairs = status.nodes.flatMap((node) => [
    ...(node.putOff === ''
      ? []
      : [`${paint(io, 'yellow', `${node.nodeName}:`)} put off, ${inset(node.putOff)}\n`]),
    ...(node.takenBack === '' ? [] : [`${paint(io, 'red', `${node.nodeName}:`)} ${inset(node.takenBack)}\n`]),
  ]);
  const clones = status.clones.map(
    ({ nodeName, hostName, address, count: times, ageS }) =>
      `${paint(io, 'red', `${nodeName}:`)} a second router has its identity: ${hostName} at ${address} asked to join (${count(times, 'time')}, last ${age(ageS)} ago) and was refused; its disk was copied, or its key was stolen\n`,
  );
  const body = status.nodes.length === 0 ? "no nodes yet: 'towline node add'" : nodes;
  return `network ${status.networkName}: ${releases}\n${waiting}${clones.join('')}join string: ${status.joinString}\n\n${body}\n${failures.join('')}${held.join('')}${pairs.join('')}${bird.join('')}${floods.join('')}${drift.join('')}`;
}

/** What a router says, as it can be shown: its lines are below its name, and none looks like one of ours. */
function inset(text: string): string {
  return plain(text).replaceAll('\n', '\n    ');
}

/** Digest of the bundle that a node has in quarantine, hexadecimal; empty if none. */
function quarantined(node: NodeStatus): string {
  return node.report?.quarantinedDigest.toString('hex') ?? '';
}

const birdStates: Readonly<Record<string, string>> = {
  absent: 'does not run',
  silent: 'runs and does not answer',
  restarting: 'restarts',
  foreign: 'does not answer: another program has its socket',
};

/** What is wrong with a node's BIRD, in words; nothing where the node runs no bundle yet. */
function birdTrouble({ report, runningRelease }: NodeStatus): string[] {
  const state = report?.birdState ?? '';
  if (state === '' || state === 'running' || runningRelease === 0) return [];
  return [`BIRD ${birdStates[state] ?? 'is in a state that is not known'}`];
}

/** Links whose BGP session is established. */
function established(node: NodeStatus): number {
  return (node.report?.links ?? []).filter((link) => link.bgpState === 'Established').length;
}
