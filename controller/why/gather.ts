import { isIP } from 'node:net';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { noFacts } from '../../shared/net/family-facts.ts';
import { prospectOf } from '../../shared/net/prospect.ts';
import { resolveHost } from '../../shared/net/resolve.ts';
import type { AdminContext } from '../admin/context.ts';
import { soundModel } from '../admin/model.ts';
import { conditionOf } from '../agents/condition.ts';
import { parseEndpoint } from '../config/schema.ts';
import { didYouMean } from '../inventory/suggest.ts';
import type { NetworkModel } from '../model/network.ts';
import { takenBack } from '../pairs/take-back.ts';
import { inventoryNodes } from '../release/enrolled-keys.ts';
import { type Asked, ask, echo, unasked } from './ask.ts';
import type { EndFacts, Facts, LinkFacts, NameFacts, NodeFacts, Standing } from './facts.ts';
import { plannedWay, takenWay } from './ways.ts';

/** Neighbours of a subject that are asked for their end, beside the links that are looked at. */
const mostWitnesses = 3;
/** Links of a node alone whose other ends are asked as well. */
const mostNeighbours = 8;
const mostHops = 6;
const lookupMs = 1_500;
/** A second router with the same identity is news for so long, in ms. */
const cloneMs = 86_400_000;

type GatherContext = Pick<
  AdminContext,
  | 'store'
  | 'inventory'
  | 'releases'
  | 'watches'
  | 'hints'
  | 'questions'
  | 'roster'
  | 'clock'
  | 'managementTunnel'
>;

/** A node that somebody asked for. */
interface Known {
  readonly name: string;
  /** 0 for one that no router is, or was. */
  readonly nodeId: number;
  readonly standing: Standing;
}

/**
 * Everything known of a node and its links, or of two nodes and the link or the way between them. Asks all at once, and
 * waits about two seconds at most. Throws `notFound`, `invalid` if both are one.
 */
export async function gather(context: GatherContext, first: string, second = ''): Promise<Facts> {
  const { store, inventory, roster } = context;
  if (first === second)
    throw new TowlineError(
      'invalid',
      `${first} has no link with itself: name another node, or only this one`,
    );
  const tree = await inventory.read().catch(() => new Map<string, string>());
  const places = inventoryNodes(tree);
  const network = soundModel(context, tree);
  const known = (name: string) => knownNode(context, places, name);
  const a = known(first);
  const b = second === '' ? undefined : known(second);
  const peersOf = peersBy(context);
  const plannedPath = b === undefined ? [] : plannedWay(a.name, b.name, peersOf);
  const wanted = questionsOf(a.name, b?.name, plannedPath, peersOf, (name) => isDown(context, name, a.name));
  const loopbackOf = (name: string | undefined) =>
    network?.nodes.find((node) => node.name === name)?.loopbackV4 ?? '';
  const names = [...wanted.keys()];
  const asks = names.map(async (name): Promise<readonly [string, Asked]> => {
    const node = roster.named(name);
    if (node === undefined) return [name, unasked];
    const routeTo = name === a.name ? loopbackOf(b?.name) : name === b?.name ? loopbackOf(a.name) : '';
    return [name, await ask(context, node, wanted.get(name) ?? '', routeTo)];
  });
  const echoes = names.map(async (name) => {
    const node = roster.named(name);
    const address = node === undefined ? undefined : roster.managementAddress(node.nodeId);
    return [name, address === undefined ? undefined : await echo(context.releases.run, address)] as const;
  });
  const endpoints = context.managementTunnel.register.places().target.endpoints;
  const [answered, echoed, controllerNames, ownNames] = await Promise.all([
    Promise.all(asks),
    Promise.all(echoes),
    lookUpAll(endpoints.flatMap((endpoint) => parseEndpoint(endpoint)?.host ?? [])),
    lookUpAll(names.flatMap((name) => endpointOf(network, name))),
  ]);
  const [answers, echos] = [new Map(answered), new Map(echoed)];
  const pending = store.enrollments.countPending();
  const nodes = new Map(
    names.map((name) => {
      const asked = { ...(answers.get(name) ?? unasked), echo: echos.get(name) };
      const endpoint = endpointOf(network, name);
      const ownName = ownNames.find((one) => one.name === endpoint);
      return [name, nodeFacts(context, known(name), asked, { endpoint, ownName, pending })];
    }),
  );
  const path = b === undefined ? [] : takenWay(a.name, b.name, nodes.get(a.name)?.answer, peersOf, network);
  const pairs = pairsOf(a.name, b?.name, [path, plannedPath], peersOf);
  const others = new Set(
    [...wanted].flatMap(([name, peer]) => (peer === '' ? [] : [[name, peer].sort().join(' ')])),
  );
  const toLink = (pair: string) => linkFacts(context, nodes, pair);
  return {
    subjects: b === undefined ? [a.name] : [a.name, b.name],
    nodes,
    links: [...pairs].map(toLink),
    witnesses: [...others].filter((pair) => !pairs.has(pair)).map(toLink),
    controllerNames,
    path,
    plannedPath,
  };
}

/** Throws `notFound`. */
function knownNode({ store }: GatherContext, places: ReadonlyMap<string, string>, name: string): Known {
  const enrolled = store.nodes.findByName(name);
  if (enrolled !== undefined) return { name, nodeId: enrolled.nodeId, standing: 'enrolled' };
  const former = store.nodes.allWithRetired().filter((node) => node.name === name);
  const revoked = former.find((node) => node.revoked === 1);
  if (revoked !== undefined) return { name, nodeId: revoked.nodeId, standing: 'revoked' };
  if (places.has(name)) return { name, nodeId: 0, standing: 'expected' };
  if (former[0] !== undefined) return { name, nodeId: former[0].nodeId, standing: 'removed' };
  const names = [...new Set([...store.nodes.all().map((node) => node.name), ...places.keys()])];
  const hint = didYouMean(name, names);
  throw new TowlineError('notFound', `there is no node ${JSON.stringify(name)}${hint}: see 'towline status'`);
}

/** The nodes at the other ends of links, as routers are to have them now. */
function peersBy({ store, roster }: GatherContext): (name: string) => readonly string[] {
  const read = new Map<string, readonly string[]>();
  return (name) => {
    const before = read.get(name);
    if (before !== undefined) return before;
    const nodeId = roster.named(name)?.nodeId ?? formerId(store, name);
    const release = nodeId === undefined ? 0 : store.desired.get(nodeId);
    const peers = nodeId === undefined ? [] : (store.bundles.at(nodeId, release)?.peers ?? []);
    read.set(name, peers);
    return peers;
  };
}

/** A node that was revoked has links until its neighbours lose theirs. */
function formerId({ nodes }: GatherContext['store'], name: string): number | undefined {
  return nodes.allWithRetired().find((node) => node.name === name)?.nodeId;
}

/** Whether a node reported its link with another one as not established. */
function isDown({ store, roster }: GatherContext, name: string, peer: string): boolean {
  const node = roster.named(name);
  const links = node === undefined ? [] : (store.reports.get(node.nodeId)?.report.links ?? []);
  return links.some((link) => link.peer === peer && link.bgpState !== 'Established');
}

/** Who is asked for which link; empty for all. */
function questionsOf(
  a: string,
  b: string | undefined,
  way: readonly string[],
  peersOf: (name: string) => readonly string[],
  isDownFor: (name: string) => boolean,
): Map<string, string> {
  const isDirect = b !== undefined && peersOf(a).includes(b);
  const wanted = new Map<string, string>();
  const put = (name: string, peer: string) => {
    if (!wanted.has(name)) wanted.set(name, peer);
  };
  put(a, isDirect ? b : '');
  if (b !== undefined) put(b, isDirect ? a : '');
  for (const hop of way.slice(1, -1).slice(0, mostHops)) put(hop, '');
  for (const subject of b === undefined ? [a] : [a, b]) {
    const most = b === undefined ? mostNeighbours : mostWitnesses;
    const peers = peersOf(subject).filter((peer) => !wanted.has(peer));
    // Those that may know what is wrong first.
    const worst = [...peers].sort((x, y) => Number(isDownFor(y)) - Number(isDownFor(x)));
    for (const peer of worst.slice(0, most)) put(peer, subject);
  }
  return wanted;
}

/** The links that are looked at, as `a b` in alphabetical order. */
function pairsOf(
  a: string,
  b: string | undefined,
  ways: readonly (readonly string[])[],
  peersOf: (name: string) => readonly string[],
): Set<string> {
  const pair = (x: string, y: string) => [x, y].sort().join(' ');
  if (b === undefined) return new Set(peersOf(a).map((peer) => pair(a, peer)));
  if (peersOf(a).includes(b)) return new Set([pair(a, b)]);
  return new Set(ways.flatMap((way) => way.slice(1).map((node, index) => pair(way[index] ?? '', node))));
}

function nodeFacts(
  { store, hints, releases, watches, clock }: GatherContext,
  { name, nodeId, standing }: Known,
  asked: Asked & Pick<NodeFacts, 'echo'>,
  more: Pick<NodeFacts, 'endpoint' | 'ownName' | 'pending'>,
): NodeFacts {
  const isEnrolled = standing === 'enrolled';
  const stored = isEnrolled ? store.reports.get(nodeId) : undefined;
  const now = clock.now();
  const ageS = (ms: number | null | undefined) =>
    ms === undefined || ms === null ? undefined : Math.max(0, Math.round((now - ms) / 1000));
  const desiredRelease = isEnrolled ? store.desired.get(nodeId) : 0;
  const isAway = isEnrolled && !watches.isOpen(nodeId);
  const clone = store.clones.since(now - cloneMs).find(({ node }) => node === name);
  return {
    ...more,
    name,
    standing,
    answer: asked.answer,
    silence: asked.silence,
    echo: asked.echo,
    heardAgeS: ageS(stored?.received),
    awayS: isAway ? ageS(store.history.since(nodeId, 'contact').get('')) : undefined,
    publicAddress: isEnrolled ? (store.endpoints.get(nodeId) ?? '') : '',
    condition: isEnrolled ? conditionOf({ store, watches, clock }, nodeId) : undefined,
    desiredRelease,
    runningRelease: stored?.report.runningRelease ?? 0,
    activatedS: ageS(store.releases.find(desiredRelease)?.activated),
    applyReason: stored?.report.lastApply?.reason ?? '',
    isQuarantined: (stored?.report.quarantinedDigest.length ?? 0) > 0,
    putOff: isEnrolled ? (releases.pairs.whyPutOff(nodeId) ?? '') : '',
    takenBack: takenBack(store.releases.text(desiredRelease)) ?? '',
    clone: clone === undefined ? undefined : { hostName: clone.hostName, address: clone.address },
    families: isEnrolled ? hints.facts(nodeId) : noFacts,
    clockOffsetS: asked.offsetMs === undefined ? undefined : asked.offsetMs / 1000,
  };
}

function linkFacts(
  { store, roster }: GatherContext,
  nodes: ReadonlyMap<string, NodeFacts>,
  pair: string,
): LinkFacts {
  const [a = '', b = ''] = pair.split(' ');
  const end = (node: string, peer: string): EndFacts => {
    const id = roster.named(node)?.nodeId;
    const reported = id === undefined ? undefined : store.reports.get(id)?.report.links;
    return {
      node,
      seen: nodes.get(node)?.answer?.links.find((link) => link.peer === peer),
      reported: reported?.find((link) => link.peer === peer),
    };
  };
  const ends = [a, b].map((name) => ({ name, facts: nodes.get(name)?.families ?? noFacts }));
  const [one = { name: a, facts: noFacts }, other = { name: b, facts: noFacts }] = ends;
  return {
    ends: [end(a, b), end(b, a)],
    prospects: { ipv4: prospectOf('ipv4', one, other), ipv6: prospectOf('ipv6', one, other) },
  };
}

function endpointOf(network: NetworkModel | undefined, name: string): string {
  return network?.nodes.find((node) => node.name === name)?.values.endpoint ?? '';
}

/** What our resolver says of names; words and addresses among them are none. */
async function lookUpAll(hosts: readonly string[]): Promise<NameFacts[]> {
  const names = [...new Set(hosts)].filter(
    (host) => isIP(host) === 0 && host.includes('.') && host !== 'auto' && host !== 'none',
  );
  return Promise.all(
    names.map(async (name): Promise<NameFacts> => {
      try {
        return { name, answers: await resolveHost(name, lookupMs), error: '' };
      } catch (error) {
        return { name, answers: [], error: messageOf(error) };
      }
    }),
  );
}
