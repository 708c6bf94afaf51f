import { tokenId } from '../../shared/enrollment/token.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { CreateTokenRequest } from '../../shared/gen/towline/v1/CreateTokenRequest.ts';
import type { CreateTokenResponse } from '../../shared/gen/towline/v1/CreateTokenResponse.ts';
import { didYouMean } from '../inventory/suggest.ts';
import { inventoryNodes } from '../release/enrolled-keys.ts';
import type { AdminContext } from './context.ts';
import { requireName } from './edit.ts';
import { toToken } from './token.ts';

const maxUses = 10_000;
const maxS = 365 * 86_400;
/** What became of old tokens is to be seen for so long. */
const keptMs = 30 * 86_400_000;

/** Lets routers that have a token in without an admin. Throws `invalid`, `notFound`, `exists`, `conflict`. */
export async function createToken(
  context: AdminContext,
  request: CreateTokenRequest,
): Promise<CreateTokenResponse> {
  const { store, clock, audit, joinString } = context;
  const { publicKey, uses, expiresS, nodeName: node, siteName: site, replace: replaces } = request;
  requireSense(request);
  if (site !== '') requireName('site', site);
  if (node !== '') await requireNode(context, node, replaces);
  const now = clock.now();
  const id = tokenId(publicKey).toString('hex');
  const token = { id, publicKey, uses, node, site, replaces, created: now, expires: now + expiresS * 1000 };
  store.transaction(() => {
    store.tokens.dropEndedBefore(now - keptMs);
    if (!store.tokens.insert(token))
      throw new TowlineError('exists', 'there is a token with this key already');
    const detail = { uses, expires_s: expiresS, node, site, replaces };
    audit.note({ action: 'token.created', subject: id, detail });
  });
  return { token: toToken(store, { ...token, used: 0, revoked: null }, now), joinString: joinString() };
}

function requireSense({ publicKey, uses, expiresS, nodeName, siteName, replace }: CreateTokenRequest): void {
  const invalid = (message: string) => new TowlineError('invalid', message);
  if (publicKey.length !== 32) throw invalid('the public key of a token has 32 bytes');
  if (uses < 1 || uses > maxUses) throw invalid(`a token is good for 1 to ${maxUses} uses`);
  if (expiresS < 1 || expiresS > maxS) throw invalid('a token ends after at most a year (365d)');
  if (nodeName !== '' && siteName !== '') throw invalid('--node and --site exclude each other');
  if (nodeName !== '' && uses > 1) throw invalid('a token for one node is good for one use');
  if (replace && nodeName === '') throw invalid('--replace needs --node: the node whose router is replaced');
}

/** A name that was mistyped would be noticed at the router only, where nobody can mend it. */
async function requireNode(
  { store, inventory }: AdminContext,
  node: string,
  replaces: boolean,
): Promise<void> {
  requireName('node', node);
  const nodes = inventoryNodes(await inventory.read());
  if (!nodes.has(node)) {
    throw new TowlineError(
      'notFound',
      `the inventory has no node ${node}${didYouMean(node, [...nodes.keys()])}: add it with 'towline node add'`,
    );
  }
  if (replaces || store.nodes.findByName(node) === undefined) return;
  throw new TowlineError(
    'conflict',
    `a router is enrolled as ${node} already: give --replace for a token that puts another one in its place`,
  );
}
