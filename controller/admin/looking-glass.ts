import { isIP } from 'node:net';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { LookingGlassRequest } from '../../shared/gen/towline/v1/LookingGlassRequest.ts';
import type { LookingGlassResponse } from '../../shared/gen/towline/v1/LookingGlassResponse.ts';
import type { Trace } from '../../shared/gen/towline/v1/Trace.ts';
import type { TraceTarget } from '../../shared/gen/towline/v1/TraceTarget.ts';
import { commandOf, parseQuery } from '../../shared/looking-glass/query.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import { describeTrace, namesIn } from '../looking-glass/trace.ts';
import type { NetworkModel } from '../model/network.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { AdminContext } from './context.ts';
import { findEnrolled } from './find-enrolled.ts';
import { nodeNamed, overviewOf, soundModel } from './model.ts';

type Context = Pick<AdminContext, 'store' | 'questions' | 'inventory' | 'releases'>;

/**
 * What a node's BIRD shows, or the way from it to somewhere. Throws `invalid` for what a looking glass does not show,
 * `notFound`, and as a question does.
 */
export async function lookingGlass(
  context: Context,
  { nodeName, command, trace }: LookingGlassRequest,
): Promise<LookingGlassResponse> {
  const node = findEnrolled(context.store, nodeName);
  if (trace) return { text: '', isCut: false, trace: await traceFrom(context, node, trace) };
  // The node does the same: here it spares it what it would refuse.
  const asked = commandOf(parseQuery(command ?? ''));
  const { text = '', isCut } = await context.questions.ask(node, { bird: { command: asked } });
  return { text, isCut, trace: null };
}

async function traceFrom(context: Context, node: EnrolledNode, target: TraceTarget): Promise<Trace> {
  const { questions, inventory } = context;
  // Without a work tree there are still addresses to look for.
  const tree = await inventory.read().catch(() => new Map<string, string>());
  const network = soundModel(context, tree);
  const address = addressOf(context, tree, network, target);
  const bird = { command: `show route for ${address} primary all` };
  // BIRD may be what does not work.
  const route = questions.ask(node, { bird }).then(
    ({ text = '' }) => ({ text, refusal: '' }),
    (error: unknown) => ({ text: '', refusal: messageOf(error) }),
  );
  const { text: hops = '' } = await questions.ask(node, { trace: { address } });
  const { text, refusal } = await route;
  return { ...describeTrace(address, hops, text, namesIn(network)), routeRefusal: refusal };
}

/** Throws `notFound`, `invalid` for an address that is none of a machine's, `conflict` where no loopback is known. */
function addressOf(
  { releases }: Context,
  tree: ReadonlyMap<string, string>,
  network: NetworkModel | undefined,
  { to, ipv6 }: TraceTarget,
): string {
  if (isIP(to) !== 0 && !to.includes('%')) return canonicalAddress(to);
  const node =
    network?.nodes.find(({ name }) => name === to) ?? nodeNamed(overviewOf({ releases }, tree), to);
  const address = ipv6 ? node.loopbackV6 : node.loopbackV4;
  if (address !== '') return address;
  throw new TowlineError(
    'conflict',
    `the loopback of ${to} is not known while the inventory is not in order: give an address, or see 'towline plan'`,
  );
}
