import { Option } from 'commander';
import { enumWord, toDocument } from '../../shared/document.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { GetStatusResponse } from '../../shared/gen/towline/v1/GetStatusResponse.ts';
import type { LinkState } from '../../shared/gen/towline/v1/LinkState.ts';
import type { LinkTrend } from '../../shared/gen/towline/v1/LinkTrend.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { collect, command } from './command.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import { type Health, healthOf, type Level } from './fleet-health.ts';
import { type FleetLink, fleetLinks } from './fleet-links.ts';
import { clearScreen, type Io, paint } from './io.ts';
import { rolloutLine, summaryDocument } from './rollout-text.ts';
import type { Session } from './session.ts';
import { renderLinks } from './status-links.ts';
import { quarantined, troublesOf } from './status-troubles.ts';
import { age, table } from './table.ts';

const colours = { ok: 'green', pending: 'yellow', failed: 'red', away: 'red', not_enrolled: 'gray' } as const;

const conditions = ['ok', 'pending', 'failed', 'away', 'not_enrolled'] as const;

interface Options {
  readonly watch?: boolean;
  readonly check?: boolean;
  readonly links?: boolean;
  readonly site?: readonly string[];
  readonly group?: readonly string[];
  readonly state?: readonly string[];
}

/** The part of the fleet that was asked for. */
interface Shown {
  readonly status: GetStatusResponse;
  readonly nodes: readonly NodeStatus[];
  readonly links: readonly FleetLink[];
  readonly health: Health;
}

export function statusCommand(io: Io) {
  return command<Options>(
    io,
    {
      usage: 'status',
      summary: 'show the fleet, worst first: what each node should run, runs, and how its links are',
      example: [
        'status --watch',
        'status --site berlin --links',
        'status --state away --state failed --json',
        'status --check',
      ],
      notes: `With --watch and --json it prints one document a second, one a line.
--check is for Nagios and its like: one line, and its exit codes (0 all well, 1 a warning, 2 critical,
3 the controller does not answer).`,
      exitCodes: '0 all that is shown is well, 3 it is not, 1 an error, 2 wrong usage',
    },
    async (session, options) => {
      const wanted = filterOf(options);
      if (options.check === true) {
        if (options.watch === true) throw new UsageError('--check looks once: leave --watch away');
        return checkOnce(session, wanted);
      }
      await session.withDaemon(async (daemon) => {
        let shown: Shown;
        do {
          shown = select(await daemon.call(admin.GetStatus, {}), wanted);
          if (options.watch === true && !session.json) io.out(clearScreen);
          session.print(statusDocument(shown), () => renderStatus(io, shown, options.links === true));
          if (options.watch === true) await systemClock.sleep(1_000);
        } while (options.watch === true);
        if (shown.health.level !== 'ok') throw new Exit(exitCode.unhealthy);
      });
    },
  )
    .addOption(new Option('--watch', 'again each second, until Ctrl-C'))
    .addOption(new Option('--links', 'every link, also those that are up'))
    .addOption(new Option('--site <site>', 'only nodes of this site; may be repeated').argParser(collect))
    .addOption(new Option('--group <group>', 'only nodes of this group; may be repeated').argParser(collect))
    .addOption(
      new Option(
        '--state <state>',
        `only nodes in this state: ${conditions.join(', ')}; may be repeated`,
      ).argParser(collect),
    )
    .addOption(new Option('--check', 'one line and the exit codes of a Nagios check'));
}

/** Which nodes are asked for: by place, and of these by state. */
interface Wanted {
  readonly sites: readonly string[];
  readonly groups: readonly string[];
  readonly states: ReadonlySet<string>;
}

function filterOf({ site = [], group = [], state = [] }: Options): Wanted {
  const unknown = state.find((word) => !(conditions as readonly string[]).includes(word.replace(' ', '_')));
  if (unknown !== undefined) throw new UsageError(`--state ${unknown}: name one of ${conditions.join(', ')}`);
  const states = new Set(state.map((word) => word.replace(' ', '_')));
  return { sites: site, groups: group, states };
}

/** Links are shown with either of their ends. Throws `notFound` for a site or a group that no node is of: nothing is well there. */
function select(status: GetStatusResponse, { sites, groups, states }: Wanted): Shown {
  for (const name of sites)
    if (!status.nodes.some(({ siteName }) => siteName === name))
      throw new TowlineError(
        'notFound',
        `no node is of site ${JSON.stringify(name)}: see 'towline site list'`,
      );
  for (const name of groups)
    if (!status.nodes.some((node) => node.groups.includes(name)))
      throw new TowlineError(
        'notFound',
        `no node is of group ${JSON.stringify(name)}, as far as the inventory can be read: see 'towline check'`,
      );
  const nodes = status.nodes.filter(
    (node) =>
      (sites.length === 0 || sites.includes(node.siteName)) &&
      (groups.length === 0 || groups.some((name) => node.groups.includes(name))) &&
      (states.size === 0 || states.has(enumWord(node.condition))),
  );
  const names = new Set(nodes.map(({ nodeName }) => nodeName));
  const links = fleetLinks(status.nodes).filter(({ a, b }) => names.has(a) || names.has(b));
  const clones = status.clones.filter(({ nodeName }) => names.has(nodeName));
  return { status, nodes, links, health: healthOf(nodes, links, clones) };
}

const nagios: Readonly<Record<Level, readonly [word: string, code: number]>> = {
  ok: ['OK', 0],
  warning: ['WARNING', 1],
  critical: ['CRITICAL', 2],
};
/** Nagios' code for a check that could not be made. */
const nagiosUnknown = 3;

async function checkOnce(session: Session, wanted: Wanted): Promise<void> {
  let shown: Shown;
  try {
    shown = select(await session.withDaemon((daemon) => daemon.call(admin.GetStatus, {})), wanted);
  } catch (error) {
    const reason = messageOf(error).split('\n')[0] ?? '';
    session.print({ level: 'unknown', troubles: [reason] }, () => `UNKNOWN - ${reason}`);
    throw new Exit(nagiosUnknown);
  }
  const { nodes, links, health } = shown;
  const [word, code] = nagios[health.level];
  const up = links.filter(({ state }) => state === 'up').length;
  const said = [`${count(nodes.length, 'node')}, ${up} of ${count(links.length, 'link')} up`];
  session.print(
    { level: health.level, troubles: health.troubles },
    () =>
      `${word} - ${(health.troubles.length > 0 ? health.troubles : said).join('; ')} | nodes=${nodes.length} links=${links.length} links_up=${up}`,
  );
  if (code !== 0) throw new Exit(code);
}

function statusDocument({ status, nodes, links, health }: Shown) {
  return {
    network: status.networkName,
    network_id: status.networkId,
    newest_release: status.newestRelease,
    active_release: status.activeRelease,
    pending_enrollments: status.pendingEnrollments,
    join_string: status.joinString,
    health: health.level,
    troubles: health.troubles,
    clones: toDocument(status.clones),
    rollout: status.rollout === null ? null : summaryDocument(status.rollout),
    nodes: nodes.map((node) => ({
      name: node.nodeName,
      site: node.siteName,
      groups: node.groups,
      condition: enumWord(node.condition),
      desired_release: node.desiredRelease,
      running_release: node.runningRelease,
      confirmed_release: node.confirmedRelease,
      connected: node.connected,
      heard_age_s: node.heardAgeS ?? null,
      public_address: node.publicAddress === '' ? null : node.publicAddress,
      links_desired: node.linksDesired,
      links_established: established(node),
      links: (node.report?.links ?? []).map((link, index) => linkDocument(link, node.linkTrends[index])),
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
    links: links.map(({ a, b, state, sinceS, handshakeS, bgp, bfd, aToB, bToA }) => ({
      ...{ a, b, state, bgp, bfd },
      since_age_s: sinceS ?? null,
      handshake_age_s: handshakeS ?? null,
      a_to_b_bytes_per_s: aToB === undefined ? null : Math.round(aToB),
      b_to_a_bytes_per_s: bToA === undefined ? null : Math.round(bToA),
    })),
  };
}

function linkDocument(link: LinkState, trend: LinkTrend | undefined) {
  return {
    ...(toDocument(link) as object),
    since_age_s: trend?.sinceAgeS ?? null,
    received_per_s: trend?.receivedPerS ?? null,
    sent_per_s: trend?.sentPerS ?? null,
  };
}

function renderStatus(io: Io, { status, nodes, links }: Shown, withAll: boolean): string {
  const releases =
    status.newestRelease === 0
      ? 'no release yet'
      : `newest release ${status.newestRelease}, active ${status.activeRelease || 'none'}`;
  const waiting =
    status.pendingEnrollments === 0
      ? ''
      : `${count(status.pendingEnrollments, 'router')} waiting for approval: see 'towline pending'\n`;
  const rows = table(
    ['NODE', 'SITE', 'STATE', 'RELEASE', 'LINKS', 'HEARD', 'ADDRESS'],
    nodes.map((node) => {
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
  const rollout =
    status.rollout === null ? '' : `${rolloutLine(status.rollout)}: see 'towline rollout status'\n`;
  const clones = status.clones.map(
    ({ nodeName, hostName, address, count: times, ageS }) =>
      `${paint(io, 'red', `${nodeName}:`)} a second router has its identity: ${hostName} at ${address} asked to join (${count(times, 'time')}, last ${age(ageS)} ago) and was refused; its disk was copied, or its key was stolen\n`,
  );
  const none = status.nodes.length === 0 ? "no nodes yet: 'towline node add'" : 'no node is like that';
  const body = nodes.length === 0 ? none : rows;
  return `network ${status.networkName}: ${releases}\n${rollout}${waiting}${clones.join('')}join string: ${status.joinString}\n\n${body}\n${troublesOf(io, nodes)}${renderLinks(io, links, withAll)}`;
}

/** Links whose BGP session is established. */
function established(node: NodeStatus): number {
  return (node.report?.links ?? []).filter((link) => link.bgpState === 'Established').length;
}
