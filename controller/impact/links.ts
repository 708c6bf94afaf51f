import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import { fromTo } from '../text.ts';
import type { Files } from './files.ts';
import { readWireGuardFile, type WireGuardFile } from './wireguard-file.ts';

const folder = 'wireguard/';

/** What a change of the WireGuard files does to the links. `peerOf` gives the peer's name for an interface. */
export function linkImpacts(
  before: Files,
  now: Files,
  newSecrets: readonly string[],
  peerOf: (interfaceName: string) => string,
): Impact[] {
  const paths = new Set([...before.keys(), ...now.keys()].filter((path) => path.startsWith(folder)));
  const secrets = new Set(newSecrets);
  return [...paths].flatMap((path): Impact[] => {
    const [old, young] = [before.get(path), now.get(path)];
    const peer = peerOf(interfaceOf(path));
    if (old === undefined) return [impact('IMPACT_KIND_LINK_ADDED', peer, `link to ${peer} comes up`)];
    if (young === undefined) {
      const text = `link to ${peer} goes away: BFD takes its BGP session down at once`;
      return [impact('IMPACT_KIND_LINK_REMOVED', peer, text)];
    }
    return changedLink(peer, old, young, secrets);
  });
}

/** The interfaces that a bundle has WireGuard files for, sorted. */
export function linkInterfaces(files: Files): string[] {
  return [...files.keys()]
    .filter((path) => path.startsWith(folder))
    .map(interfaceOf)
    .sort();
}

function interfaceOf(path: string): string {
  return path.slice(folder.length).replace(/\.conf$/, '');
}

function impact(kind: Impact['kind'], subject: string, text: string): Impact {
  return { kind, subject, text };
}

function changedLink(peer: string, old: string, young: string, newSecrets: ReadonlySet<string>): Impact[] {
  const [before, now] = [readWireGuardFile(old), readWireGuardFile(young)];
  const keys = keyTexts(peer, before, now, newSecrets);
  const changes = [...new Set([...before.keys(), ...now.keys()])]
    .filter((name) => !keyNames.has(name) && before.get(name) !== now.get(name))
    .map((name) => changeText(name, peer, before.get(name), now.get(name)));
  if (keys.length + changes.length === 0 && old !== young) {
    changes.push('only comments or white space of its file differ, and nothing is interrupted');
  }
  return [
    ...(keys.length === 0 ? [] : [impact('IMPACT_KIND_LINK_REKEYED', peer, joined(peer, keys))]),
    ...(changes.length === 0 ? [] : [impact('IMPACT_KIND_LINK_CHANGED', peer, joined(peer, changes))]),
  ];
}

function joined(peer: string, texts: readonly string[]): string {
  return `link to ${peer}: ${texts.join('; ')}`;
}

const keyNames = new Set(['interface.privatekey', 'peer.publickey', 'peer.presharedkey']);

/** Says what changes, never a key: of a pre-shared key its version at most. */
function keyTexts(
  peer: string,
  before: WireGuardFile,
  now: WireGuardFile,
  newSecrets: ReadonlySet<string>,
): string[] {
  const texts: string[] = [];
  if (before.get('peer.publickey') !== now.get('peer.publickey')) {
    texts.push(`${peer} has another key: nothing passes until it has made a handshake with that key`);
  }
  if (before.get('interface.privatekey') !== now.get('interface.privatekey')) {
    texts.push('this end takes another private key: nothing passes until the other end knows it');
  }
  const [old, young] = [pskOf(before), pskOf(now)];
  if (old.text !== young.text || newSecrets.has(young.name)) texts.push(pskText(old, young));
  return texts;
}

interface Psk {
  /** As in the file; it may be a key if an admin's template says so. */
  readonly text: string;
  readonly name: string;
  readonly version: string;
}

function pskOf(file: WireGuardFile): Psk {
  const text = file.get('peer.presharedkey') ?? '';
  const [, name = '', version = ''] = /^@(psk:[a-z0-9-]+):(\d+)$/.exec(text) ?? [];
  return { text, name, version };
}

function pskText(old: Psk, young: Psk): string {
  if (old.text === '')
    return 'gets a pre-shared key; the next handshake, within 2 minutes, needs it at both ends';
  if (young.text === '') {
    return 'loses its pre-shared key; the next handshake, within 2 minutes, needs it gone at both ends';
  }
  const versions =
    old.version !== young.version && old.version !== '' && young.version !== ''
      ? ` (version ${fromTo(old.version, young.version)})`
      : '';
  return `gets another pre-shared key${versions}; packets go on, and the next handshake, within 2 minutes, needs it at both ends`;
}

const unharmed = 'packets are not interrupted';

function changeText(name: string, peer: string, before: string | undefined, now: string | undefined): string {
  const change = fromTo(before, now);
  switch (name) {
    case 'interface.listenport':
      return `port ${change}: ${peer} has to follow, and does with the first packet from here unless a firewall stands between`;
    case 'interface.mtu':
      return `MTU ${change}, ${unharmed}`;
    case 'interface.fwmark':
      return `FwMark ${change}, ${unharmed}`;
    case 'interface.address':
      return `addresses ${change}: what uses the ones that go has to start again`;
    case 'peer.persistentkeepalive':
      return `keepalive ${change} s, ${unharmed}`;
    case 'peer.endpoint':
      return `endpoint ${change}: taken where the present one does not work, ${unharmed}`;
    case 'peer.allowedips':
      return `AllowedIPs ${change}: what they leave out is dropped`;
    default:
      return `${label(name)} differs`;
  }
}

/** Values of unknown lines are not shown: nobody knows what they hold. */
function label(name: string): string {
  const [section = '', key = ''] = name.split('.');
  return key === '' ? 'a line that is no setting of WireGuard' : `${key} in [${section}]`;
}
