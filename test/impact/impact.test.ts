import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Files, impactOf } from '../../controller/impact/impact.ts';
import { compileAll, inventory } from '../compile/fixture.ts';

const wireguard = 'wireguard/tl-hamburg.conf';
const settings = 'agent/settings.toml';

const network = compileAll(
  inventory({
    'sites/north/site.toml': '',
    'sites/north/hamburg/node.toml': 'endpoint = "hamburg.example"\n',
    'sites/middle/site.toml': '',
    'sites/middle/berlin/node.toml': 'endpoint = "berlin.example"\n',
    'sites/south/site.toml': '',
    'sites/south/munich/node.toml': 'endpoint = "none"\n',
  }),
);
const rendered = network.nodes.find(({ name }) => name === 'berlin')?.files ?? [];

/** berlin's bundle, with changes: a text, a pair to replace, or undefined to leave it out. */
function berlin(
  changes: Readonly<Record<string, string | readonly [string, string] | undefined>> = {},
): Files {
  const files = new Map(rendered.map(({ path, content }): [string, string] => [path, content.toString()]));
  for (const [path, change] of Object.entries(changes)) {
    if (change === undefined) files.delete(path);
    else if (typeof change === 'string') files.set(path, change);
    else {
      const before = files.get(path) ?? '';
      assert.ok(before.includes(change[0]), `${path} does not have ${change[0]}`);
      files.set(path, before.replaceAll(change[0], change[1]));
    }
  }
  return files;
}

function lines(before: Files | undefined, now: Files | undefined, secrets: readonly string[] = []): string[] {
  return impactOf(before, now, secrets).map(
    ({ kind, text }) => `${kind.replace('IMPACT_KIND_', '')} ${text}`,
  );
}

const hamburgSession =
  /^protocol bgp link_hamburg [\s\S]*?\n}\n/m.exec(berlin().get('bird/ebgp.conf') ?? '')?.[0] ?? '';

test('the same files have no impact', () => {
  assert.deepEqual(lines(berlin(), berlin()), []);
  assert.deepEqual(lines(undefined, undefined), []);
});

test('the text of each change of a link says what it does to packets', () => {
  const link = (before: string, now: string) => lines(berlin(), berlin({ [wireguard]: [before, now] }));
  const file = berlin().get(wireguard) ?? '';
  const port = /ListenPort = (\d+)/.exec(file)?.[1] ?? '';
  const endpoint = /Endpoint = (\S+)/.exec(file)?.[1] ?? '';
  const publicKey = /PublicKey = (\S+)/.exec(file)?.[1] ?? '';
  const table: [string, string, string][] = [
    [
      `ListenPort = ${port}`,
      'ListenPort = 4711',
      `LINK_CHANGED link to hamburg: port ${port} → 4711: hamburg has to follow, and does with the first packet from here unless a firewall stands between`,
    ],
    [
      'MTU = 1420',
      'MTU = 1280',
      'LINK_CHANGED link to hamburg: MTU 1420 → 1280, packets are not interrupted',
    ],
    [
      'PersistentKeepalive = 25',
      '',
      'LINK_CHANGED link to hamburg: keepalive 25 → (none) s, packets are not interrupted',
    ],
    [
      `Endpoint = ${endpoint}`,
      'Endpoint = [2001:db8::1]:9',
      `LINK_CHANGED link to hamburg: endpoint ${endpoint} → [2001:db8::1]:9: taken where the present one does not work, packets are not interrupted`,
    ],
    [
      `PublicKey = ${publicKey}`,
      `PublicKey = ${Buffer.alloc(32, 7).toString('base64')}`,
      'LINK_REKEYED link to hamburg: hamburg has another key: nothing passes until it has made a handshake with that key',
    ],
    [
      '@psk:berlin--hamburg:1',
      '@psk:berlin--hamburg:2',
      'LINK_REKEYED link to hamburg: gets another pre-shared key (version 1 → 2); packets go on, and the next handshake, within 2 minutes, needs it at both ends',
    ],
    [
      'PresharedKey = @psk:berlin--hamburg:1\n',
      '',
      'LINK_REKEYED link to hamburg: loses its pre-shared key; the next handshake, within 2 minutes, needs it gone at both ends',
    ],
    ['[Peer]', '[Peer]\nTable = off', 'LINK_CHANGED link to hamburg: table in [peer] differs'],
    [
      '[Peer]',
      '[Peer]\nwhatever',
      'LINK_CHANGED link to hamburg: a line that is no setting of WireGuard differs',
    ],
    [
      '[Peer]',
      '# mine\n[Peer]',
      'LINK_CHANGED link to hamburg: only comments or white space of its file differ, and nothing is interrupted',
    ],
  ];
  for (const [before, now, text] of table) assert.deepEqual(link(before, now), [text]);
});

test('a secret that is new re-keys its link although the file is the same', () => {
  assert.deepEqual(lines(berlin(), berlin(), ['psk:berlin--hamburg']), [
    'LINK_REKEYED link to hamburg: gets another pre-shared key; packets go on, and the next handshake, within 2 minutes, needs it at both ends',
  ]);
});

test('a link that goes takes its session along; one that comes brings it', () => {
  assert.notEqual(hamburgSession, '');
  const without = berlin({ [wireguard]: undefined, 'bird/ebgp.conf': [hamburgSession, ''] });
  assert.deepEqual(lines(berlin(), without), [
    'LINK_REMOVED link to hamburg goes away: BFD takes its BGP session down at once',
    'SESSION_REMOVED BGP session with hamburg ends: routes over it are gone',
  ]);
  assert.deepEqual(lines(without, berlin()), [
    'LINK_ADDED link to hamburg comes up',
    'SESSION_ADDED BGP session with hamburg comes up',
  ]);
});

test('a timer restarts every session, a filter only filters again, each named by its peer', () => {
  const peers = [...(berlin().get('bird/ebgp.conf') ?? '').matchAll(/description "(.*)"/g)].map(
    ([, name]) => name,
  );
  assert.deepEqual(
    lines(berlin(), berlin({ 'bird/ebgp.conf': ['hold time 30', 'hold time 60'] })),
    peers
      .sort()
      .map(
        (peer) =>
          `SESSION_RESTARTED BGP session with ${peer} restarts (hold time): routes over this link are away for about a second`,
      ),
  );
  const filtered = lines(
    berlin(),
    berlin({
      'bird/filters.conf': ['filter tl_ebgp_in {', 'filter tl_ebgp_in {\n  if bgp_path.len > 9 then reject;'],
    }),
  );
  assert.deepEqual(
    filtered,
    peers.map(
      (peer) =>
        `SESSION_REFILTERED BGP session with ${peer} stays up; its routes are filtered again (ipv4 import, ipv6 import)`,
    ),
  );
});

test('prefixes, settings and services are told by name', () => {
  const before = berlin({
    [settings]: `${berlin().get(settings)}`
      .replace(/^prefixes.*\n/m, '')
      .replace('mss_clamp', 'prefixes = ["10.1.0.0/24"]\nmss_clamp'),
    'nftables/rules.nft': 'a',
    'nftables/more.nft': 'a',
  });
  const now = new Map(before);
  now.set(
    settings,
    (before.get(settings) ?? '')
      .replace('10.1.0.0/24', '10.2.0.0/24')
      .replace('mss_clamp = true', 'mss_clamp = false'),
  );
  now.set('nftables/rules.nft', 'b').set('tor/torrc', 'b');
  now.delete('nftables/more.nft');
  assert.deepEqual(lines(before, now), [
    'PREFIX_WITHDRAWN 10.1.0.0/24 is announced no more: others lose their way to it',
    'SETTINGS_CHANGED setting mss_clamp: true → false',
    'SERVICE_RELOADED nftables: 2 files differ (more.nft, rules.nft); checked, then reloaded',
    'SERVICE_RELOADED tor: 1 file differs (torrc); checked, then reloaded',
    'PREFIX_ADDED 10.2.0.0/24 is announced',
  ]);
});

test('a node that comes or goes has a line for its links and one for its prefixes', () => {
  const node: Files = new Map([
    ['wireguard/tl-a.conf', ''],
    ['wireguard/tl-b.conf', ''],
    [
      settings,
      'node = "kiel"\nprefixes = ["10.9.0.0/24"]\n[[links]]\npeer = "aachen"\ninterface = "tl-a"\nsession = "link_a"\n',
    ],
    ['bird/bird.conf', 'protocol bgp link_a {}'],
  ]);
  assert.deepEqual(lines(undefined, node), [
    'LINK_ADDED comes up with 2 links: aachen, tl-b',
    'PREFIX_ADDED announces 1 prefix: 10.9.0.0/24',
  ]);
  assert.deepEqual(lines(node, undefined), [
    'LINK_REMOVED goes away with 2 links: aachen, tl-b',
    'PREFIX_WITHDRAWN announces no more 1 prefix: 10.9.0.0/24',
  ]);
});

test('no text holds a key or password, wherever an admin wrote one', () => {
  const secret = 'aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnQ=';
  const changes = {
    [wireguard]: ['[Peer]', `[Peer]\nSecret = ${secret}\n${secret}\nPresharedKey = ${secret}`],
    'bird/ebgp.conf': [
      'hold time 30',
      `password ${secret.replace('=', '')}; password "${secret}"; hold time 30`,
    ],
    'bird/custom.conf': `define key = "${secret}";\n`,
  } as const;
  for (const [before, now] of [
    [berlin(), berlin(changes)],
    [berlin(changes), berlin()],
  ]) {
    const text = lines(before, now).join('\n');
    assert.match(text, /LINK_REKEYED/);
    assert.match(text, /restarts \(password\)/);
    assert.ok(!text.includes('aHVudGVy'), text);
  }
});

test('includes are followed, round trips too, and what bird.conf does not include has no effect', () => {
  const bird = (more: string) =>
    new Map([
      ['bird/bird.conf', 'include "x*.conf"; include "bird.conf";'],
      ['bird/xa.conf', 'include "xa.conf"; template bgp t from t { hold time 30; }'],
      ['bird/xb.conf', `protocol bgp link_a from t { ${more} }`],
      ['bird/other.conf', more],
    ]);
  assert.deepEqual(lines(bird(''), bird('hold time 60;')), [
    'SESSION_RESTARTED BGP session with link_a restarts (hold time): routes over this link are away for about a second',
  ]);
  const aside = new Map([...bird(''), ['bird/other.conf', 'protocol bgp b {}']]);
  assert.deepEqual(lines(bird(''), aside), [
    'BIRD_RECONFIGURED BIRD: reads its configuration again and changes nothing (bird/other.conf)',
  ]);
});

test('whatever the files hold, nothing is thrown and a difference is always told', () => {
  const piece = fc.constantFrom(
    'protocol bgp a { ',
    'template bgp t {',
    'ipv4 {',
    '}',
    ';',
    '{',
    '[',
    ']',
    '(',
    '"',
    "'",
    '/*',
    '*/',
    '#',
    '\n',
    'function f()',
    'filter x {',
    'define y = ',
    'include "b.conf";',
    'include "*";',
    'from t',
    'hold time 3;',
    '[Peer]',
    'PublicKey = ',
    '=',
    'PresharedKey = @psk:a--b:1',
    'prefixes = ["',
    'links = [1, {peer = 1}]',
    '[[links]]',
    '\0',
    '𝒳',
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' '));
  const path = fc.constantFrom(
    'bird/bird.conf',
    'bird/b.conf',
    wireguard,
    'wireguard/odd',
    settings,
    'dns/zone',
    'odd',
  );
  const files = fc.array(fc.tuple(path, text), { maxLength: 6 }).map((entries) => new Map(entries));
  fc.assert(
    fc.property(files, files, (before, now) => {
      const impacts = impactOf(before, now, ['psk:a--b']);
      const differ = [...new Set([...before.keys(), ...now.keys()])].some(
        (one) => before.get(one) !== now.get(one),
      );
      if (differ) assert.notEqual(impacts.length, 0);
      impactOf(undefined, now, []);
      impactOf(before, undefined, []);
    }),
    { numRuns: 500 },
  );
  const deep: Files = new Map([['bird/bird.conf', '{'.repeat(200_000)]]);
  assert.equal(impactOf(deep, new Map([['bird/bird.conf', `/*${'*'.repeat(200_000)}`]]), []).length, 1);
});
