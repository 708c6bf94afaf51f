import { parse, stringify } from 'smol-toml';
import { bundleDigest } from '../../shared/bundle/digest.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';
import { linkKey } from '../model/links.ts';
import type { BundleOutline } from '../release/assemble.ts';
import type { Store } from '../store/store.ts';
import { gatesOf } from '../view/gates.ts';
import { readLinkEnd } from './link-end.ts';

const settingsPath = 'agent/settings.toml';
const pathOf = (peer: string) => `wireguard/${linkInterface(peer)}.conf`;

/**
 * An old bundle as it may be taken back: without the links to routers that were revoked, removed or replaced since,
 * which nothing brings back. BIRD's files stay as they were: a session whose interface is not there is down. Gives the
 * content of the file that is another for it, if one is.
 */
export function withoutLostLinks(
  store: Store,
  outline: BundleOutline,
): { readonly outline: BundleOutline; readonly settings?: Buffer } {
  const lost = outline.peers.filter((peer) => isLost(store, outline, peer));
  if (lost.length === 0) return { outline };
  const peers = outline.peers.filter((peer) => !lost.includes(peer));
  const paths = new Set(lost.map(pathOf));
  const names = new Set(lost.map((peer) => `psk:${linkKey(outline.nodeName, peer)}`));
  const secrets = outline.secrets.filter(({ name }) => !names.has(name));
  const before = textOf(store, outline, settingsPath);
  const settings = before === undefined ? undefined : Buffer.from(settingsFor(before, peers, lost));
  const files = outline.files.flatMap((file) => {
    if (paths.has(file.path)) return [];
    if (file.path !== settingsPath || settings === undefined) return file;
    return { ...file, sha256: sha256(settings), length: settings.length };
  });
  const digest = bundleDigest(files, secrets, outline.confirmWindowS);
  return { outline: { ...outline, files, secrets, peers, digest }, ...(settings && { settings }) };
}

/** Whether the router that a bundle has a link to is none of the network's any more. */
function isLost({ nodes, rotations, blobs }: Store, outline: BundleOutline, peer: string): boolean {
  const node = nodes.findByName(peer);
  if (node === undefined) return true;
  const text = textOf({ blobs }, outline, pathOf(peer));
  const key = text === undefined ? '' : readLinkEnd(text).peerKey;
  const made = rotations.key(node.nodeId, rotations.get(node.nodeId)?.target ?? 1);
  // Where a template of the admin's own leaves nothing to read, nothing is known of it.
  return key !== '' && ![node.linkKey, made].some((own) => own?.toString('base64') === key);
}

function textOf({ blobs }: Pick<Store, 'blobs'>, { files }: BundleOutline, path: string): string | undefined {
  const file = files.find((candidate) => candidate.path === path);
  return file === undefined ? undefined : blobs.get(file.sha256).toString('utf8');
}

/** What the agent looks after and waits for, without these peers. */
function settingsFor(text: string, peers: readonly string[], lost: readonly string[]): string {
  const table = parse(text);
  const gates = table.confirm_require;
  const links = Array.isArray(table.links) ? table.links : [];
  return `${stringify({
    ...table,
    ...(Array.isArray(gates) ? { confirm_require: gatesOf(gates.map(String), peers) } : {}),
    links: links.filter((link) => !isTo(link, lost)),
  })}\n`;
}

function isTo(link: unknown, peers: readonly string[]): boolean {
  return typeof link === 'object' && link !== null && 'peer' in link && peers.includes(String(link.peer));
}
