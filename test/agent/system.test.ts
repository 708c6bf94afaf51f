import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../agent/config/load.ts';
import { renderFilter } from '../../agent/system/nftables.ts';
import { rangeWith } from '../../agent/system/ping-group.ts';
import { ruleSteps } from '../../agent/system/policy-rules.ts';
import { wantedSysctls } from '../../agent/system/sysctls.ts';
import { refuseOutdated } from '../../agent/system/versions.ts';
import { parseControllerEndpoint, shouldAdvance } from '../../agent/tunnel/candidates.ts';

const right = `0:\tfrom all lookup local
7400:\tfrom all lookup main suppress_prefixlength 0
7401:\tnot from all fwmark 0x746c lookup 7400
32766:\tfrom all lookup main
`;

test('policy rules that are there are left alone, missing ones are added', () => {
  assert.deepEqual(ruleSteps(right), []);
  assert.deepEqual(ruleSteps(''), [
    ['add', 'preference', '7400', 'lookup', 'main', 'suppress_prefixlength', '0'],
    ['add', 'preference', '7401', 'not', 'fwmark', '0x746c', 'lookup', '7400'],
  ]);
});

test('a wrong rule in our place goes after the right one is there', () => {
  assert.deepEqual(ruleSteps(right.replace('suppress_prefixlength 0', '')), [
    ['add', 'preference', '7400', 'lookup', 'main', 'suppress_prefixlength', '0'],
    ['delete', 'preference', '7400'],
  ]);
});

test('router advertisements stay accepted before forwarding is switched on, and only where they were', () => {
  const names = wantedSysctls([
    { name: 'wan0', acceptRa: '1' },
    { name: 'lan0', acceptRa: '0' },
    { name: 'old0', acceptRa: undefined },
  ]).map(([name, value]) => `${name}=${value}`);
  const before = names.indexOf('net/ipv6/conf/wan0/accept_ra=2');
  assert.ok(before >= 0 && before < names.indexOf('net/ipv6/conf/all/forwarding=1'));
  assert.ok(!names.some((name) => name.includes('lan0/accept_ra') || name.includes('old0/accept_ra')));
  assert.ok(names.includes('net/ipv4/conf/wan0/rp_filter=2'));
});

test('the packet filter shields the management tunnel and clamps the segment size where asked', () => {
  const text = renderFilter({
    agentUid: 990,
    mssClamp: true,
    controller: { address: 'fd12::1', port: 7443, prefix: 'fd12::/64' },
  });
  assert.match(text, /iifname \{ "tlmgmt", "tlmgmt2" \} drop/);
  assert.match(text, /oifname \{ "tlmgmt", "tlmgmt2" \} drop/);
  assert.match(text, /oifname != \{ "tlmgmt", "tlmgmt2" \} ip6 daddr fd12::1 drop/);
  assert.match(text, /ip6 daddr fd12::1 tcp dport 7443 meta skuid != 990 drop/);
  assert.match(text, /hook input[^}]*ip6 daddr fd12::\/64 iifname != \{ "tlmgmt", "tlmgmt2", "lo" \} drop/);
  assert.match(text, /oifname "tl-\*".*maxseg size set rt mtu/);
  assert.doesNotMatch(renderFilter({ agentUid: 0, mssClamp: false }), /maxseg|skuid|input/);
});

test('a tunnel that receives is left alone, a silent one goes on to the next endpoint after a whole attempt', () => {
  const view = { receivedAgoMs: undefined, setAgoMs: undefined, failures: 0 };
  assert.equal(shouldAdvance(view), true);
  assert.equal(shouldAdvance({ ...view, setAgoMs: 3000 }), false);
  assert.equal(shouldAdvance({ ...view, setAgoMs: 6000 }), true);
  assert.equal(shouldAdvance({ ...view, setAgoMs: 6000, failures: 8 }), false);
  assert.equal(shouldAdvance({ receivedAgoMs: 30_000, setAgoMs: undefined, failures: 0 }), false);
  assert.equal(shouldAdvance({ receivedAgoMs: 50_000, setAgoMs: 3_600_000, failures: 0 }), true);
  assert.equal(shouldAdvance({ ...view, setAgoMs: 60_000, failures: 1000 }), true);
});

test("the controller's endpoints are names or addresses, and nothing else", () => {
  assert.deepEqual(parseControllerEndpoint('vpn.example.net:51820'), {
    host: 'vpn.example.net',
    port: 51820,
  });
  assert.deepEqual(parseControllerEndpoint('[2001:db8::1]:51820'), { host: '2001:db8::1', port: 51820 });
  for (const text of ['', 'vpn', 'vpn:0', 'vpn:99999', '-a:1', 'a b:1', '[zz]:1'])
    assert.equal(parseControllerEndpoint(text), undefined);
});

test('BIRD before 2.0.8 and Linux before 5.2 are refused', () => {
  refuseOutdated({ birdVersion: '2.0.8', kernel: '5.2.0-1' });
  assert.throws(() => refuseOutdated({ birdVersion: '2.0.7', kernel: '6.1' }), /too old: BIRD 2\.0\.7/);
  assert.throws(() => refuseOutdated({ birdVersion: '2.0.12', kernel: '4.19.0' }), /too old: Linux 4\.19\.0/);
});

test('agent.toml may be empty, and a key that it does not have is named', () => {
  assert.equal(parseConfig('', 'agent.toml').state_dir, '/var/lib/towline');
  assert.throws(() => parseConfig('[bird]\nsockett = "/x"\n', 'agent.toml'), /agent\.toml: bird: .*sockett/);
  assert.throws(
    () => parseConfig('state_dir = "relative"', 'agent.toml'),
    /agent\.toml: state_dir: expected an absolute path/,
  );
  assert.throws(() => parseConfig('services = ["cron"]', 'agent.toml'), /services\.0/);
});

test('the group of the agent may send pings, and nobody loses that', () => {
  const cases: readonly [range: string | undefined, wanted: string | undefined][] = [
    ['1\t0', '990 990'],
    ['0\t2147483647', undefined],
    ['990\t990', undefined],
    ['100\t200', '100 990'],
    ['1000\t2000', '990 2000'],
    ['', undefined],
    ['x y', undefined],
    [undefined, undefined],
  ];
  for (const [range, wanted] of cases) assert.equal(rangeWith(range, 990), wanted, range);
});
