import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLinkFile } from '../../agent/check/link-file.ts';
import { parseSettings } from '../../agent/check/settings.ts';
import { TowlineError } from '../../shared/errors.ts';

const key = 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=';
const good = `# Link berlin -- hamburg
[Interface]
PrivateKey = @private
ListenPort = 51821
FwMark = 0x746c
Address = fe80::1/64
MTU = 1420

[Peer]
PublicKey = ${key}
PresharedKey = @psk:berlin--hamburg:3
AllowedIPs = 0.0.0.0/0, ::/0
Endpoint = vpn.example.net:51822
PersistentKeepalive = 25
`;

test('a link file becomes typed values, with references instead of keys', () => {
  const { text: _text, ...link } = parseLinkFile('tl-hamburg.conf', good);
  assert.deepEqual(link, {
    interface: 'tl-hamburg',
    privateKey: 1,
    listenPort: 51821,
    addresses: ['fe80::1/64'],
    mtu: 1420,
    peer: {
      publicKey: key,
      presharedKey: { name: 'psk:berlin--hamburg', version: 3 },
      allowedIps: ['0.0.0.0/0', '::/0'],
      endpoint: { kind: 'name', host: 'vpn.example.net', port: 51822 },
      persistentKeepalive: 25,
    },
  });
});

const endpoints: [string, unknown][] = [
  ['198.18.1.2:51822', { kind: 'address', endpoint: '198.18.1.2:51822' }],
  ['[2001:db8::1]:51822', { kind: 'address', endpoint: '[2001:db8::1]:51822' }],
  ['@auto:kiel-1:51821', { kind: 'hint', node: 'kiel-1', port: 51821 }],
  ['host:1', { kind: 'name', host: 'host', port: 1 }],
];

for (const [text, spec] of endpoints) {
  test(`the endpoint ${text} is understood`, () => {
    const link = parseLinkFile('tl-a.conf', good.replace('vpn.example.net:51822', text));
    assert.deepEqual(link.peer.endpoint, spec);
  });
}

const replaced = (from: string, to: string) => good.replace(from, to);
const hostile: [name: string, text: string, reason: RegExp][] = [
  ['PostUp', replaced('MTU = 1420', 'MTU = 1420\nPostUp = reboot'), /line 8: PostUp is not allowed/],
  ['PreDown in a peer', `${good}PreDown = reboot\n`, /PreDown is not allowed/],
  ['Table', replaced('MTU', 'Table = main\nMTU'), /Table is not allowed/],
  ['a key twice', replaced('MTU = 1420', 'MTU = 1420\nMTU = 1400'), /line 8: MTU is there twice/],
  ['an unknown section', `${good}[Hook]\nRun = x\n`, /one \[Interface\] and one \[Peer\]/],
  [
    'two peers',
    `${good}[Peer]\nPublicKey = ${key}\nAllowedIPs = ::/0\n`,
    /one \[Interface\] and one \[Peer\]/,
  ],
  ['a reference to no version', replaced('@private', '@private:0'), /a reference such as @private:2/],
  ['a version that is no number', replaced('@private', '@private:2;'), /a reference such as @private:2/],
  ['a version that is huge', replaced('@private', '@private:12345678901'), /a reference such as/],
  ['a private key in clear text', replaced('@private', key), /PrivateKey has to be @private/],
  [
    'a pre-shared key in clear text',
    replaced('@psk:berlin--hamburg:3', key),
    /PresharedKey has to be a reference/,
  ],
  ['another mark', replaced('0x746c', '0'), /FwMark has to be/],
  ['an MTU too small for IPv6', replaced('1420', '1279'), /MTU has to be a number from 1280/],
  ['port 0', replaced('51821', '0'), /ListenPort has to be/],
  ['an endpoint with a shell in it', replaced('vpn.example.net', '$(reboot)'), /Endpoint has to be/],
  ['an endpoint that is an option', replaced('vpn.example.net', '-x.net'), /Endpoint has to be/],
  ['an address in octal', replaced('vpn.example.net', '010.1.1.1'), /Endpoint has to be/],
  ['a prefix too long', replaced('::/0', '::/129'), /AllowedIPs has to be/],
  ['a key too short', replaced(key, 'AAAA'), /PublicKey has to be/],
  ['a line without meaning', `${good}reboot\n`, /expected \[Section\] or Key = value/],
  ['a value before any section', `MTU = 1420\n${good}`, /line 1: expected \[Section\]/],
  ['nothing', '', /one \[Interface\] and one \[Peer\]/],
];

for (const [name, text, reason] of hostile) {
  test(`${name} makes a link file refused`, () => {
    assert.throws(
      () => parseLinkFile('tl-hamburg.conf', text),
      (error) => {
        assert.ok(error instanceof TowlineError);
        assert.equal(error.code, 'invalid');
        assert.match(error.message, reason);
        return true;
      },
    );
  });
}

for (const file of [
  'eth0.conf',
  'tlmgmt.conf',
  'tl-.conf',
  'tl-toolongforlinux.conf',
  'tl-a',
  'tl-a;b.conf',
  'tl-../x.conf',
]) {
  test(`a link file named ${file} is refused: it would touch an interface that is not ours`, () => {
    assert.throws(() => parseLinkFile(file, good), TowlineError);
  });
}

test('whatever a link file says, it is parsed or refused, and no other error comes out', () => {
  const line = fc.oneof(
    fc.constantFrom(...good.split('\n')),
    fc.string(),
    fc.tuple(fc.string(), fc.string()).map(([name, value]) => `${name} = ${value}`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      try {
        const link = parseLinkFile('tl-a.conf', lines.join('\n'));
        assert.ok(link.listenPort > 0 && link.mtu >= 1280);
      } catch (error) {
        assert.ok(error instanceof TowlineError, String(error));
      }
    }),
  );
});

const settings = 'node = "berlin"\nloopback_v4 = "10.255.0.1"\nloopback_v6 = "fd00::1"\n';

test('settings are strict: an unknown key, or an interface that is not ours, is refused', () => {
  assert.equal(parseSettings(settings).mss_clamp, true);
  assert.throws(() => parseSettings(`${settings}run = "reboot"\n`), /agent\/settings\.toml: .*run/);
  const link = '[[links]]\npeer = "a"\nsession = "tl_a"\ninterface = "eth0"\n';
  assert.throws(() => parseSettings(`${settings}${link}`), /links\.0\.interface/);
  assert.throws(() => parseSettings('node = '), TowlineError);
});

test('a link file says which version of the key of this node it means', () => {
  const renewed = good.replace('@private', '@private:12');
  assert.equal(parseLinkFile('tl-hamburg.conf', renewed).privateKey, 12);
});
