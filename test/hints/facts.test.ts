import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { factsOf } from '../../controller/hints/sight.ts';
import { type AddressFact, fromWire, noFacts, toWire } from '../../shared/net/family-facts.ts';
import { prospectOf } from '../../shared/net/prospect.ts';

const facts: readonly AddressFact[] = ['unknown', 'none', 'public', 'nat', 'carrierNat', 'silent'];

describe('how a node may be reached', () => {
  const [v4, v6] = ['198.18.1.2', '2001:db8:1::2'];
  for (const [name, own, tunnel, other, isSilent, expected] of [
    ['it has said nothing', [], v6, v4, false, ['unknown', 'unknown']],
    ['both families, the tunnel by IPv6', [v4, v6], v6, undefined, false, ['unknown', 'public']],
    ['a probe bore its IPv4 out', [v4, v6], v6, v4, false, ['public', 'public']],
    ['a probe by IPv6', [v4, v6], v4, v6, false, ['public', 'public']],
    ['behind NAT, the tunnel by IPv4', ['192.168.1.5'], v4, undefined, false, ['nat', 'none']],
    ['behind NAT, with IPv6', ['192.168.1.5', v6], v6, v4, false, ['nat', 'public']],
    ['a public address that is not the one seen', ['203.0.113.9', v6], v6, v4, false, ['nat', 'public']],
    ["behind a carrier's NAT", ['100.64.3.4'], v4, undefined, false, ['carrierNat', 'none']],
    [
      "a carrier's NAT that no probe has shown",
      ['100.64.3.4', v6],
      v6,
      undefined,
      false,
      ['carrierNat', 'public'],
    ],
    ['DS-Lite', ['192.0.0.2', v6], v6, v4, false, ['carrierNat', 'public']],
    ['not heard over IPv4', ['192.168.1.5', v6], v6, undefined, true, ['silent', 'public']],
    ['IPv6 only', [v6], v6, undefined, true, ['none', 'public']],
    ['its IPv4 is gone, and the tunnel has not moved yet', [v6], v4, undefined, false, ['none', 'unknown']],
  ] as const) {
    it(`is ${expected.join(' over IPv4 and ')} over IPv6: ${name}`, () => {
      const [ipv4, ipv6] = expected;
      assert.deepEqual(factsOf({ own, tunnel, other, isSilent }), { ipv4, ipv6 });
    });
  }

  it('arrives as it was sent, and what is of another version is unknown', () => {
    for (const ipv4 of facts)
      for (const ipv6 of facts) assert.deepEqual(fromWire(toWire({ ipv4, ipv6 })), { ipv4, ipv6 });
    assert.deepEqual(fromWire(null), noFacts);
    assert.deepEqual(fromWire(undefined), noFacts);
    assert.deepEqual(fromWire({}), noFacts);
    // An enum's number that the loader knows no name of.
    assert.deepEqual(fromWire({ ipv4: 17 as never, ipv6: '__proto__' as never }), noFacts);
  });
});

describe('whether a link can work over a family', () => {
  const end = (name: string, ipv4: AddressFact) => ({ name, facts: { ipv4, ipv6: 'none' as const } });
  for (const [one, other, verdict, reason] of [
    ['public', 'public', 'possible', ''],
    ['public', 'nat', 'possible', 'berlin is behind NAT, and has to send first'],
    ['carrierNat', 'public', 'possible', 'this node is behind NAT, and has to send first'],
    ['nat', 'nat', 'doubtful', 'both ends are behind NAT: only if theirs keep the port that they send from'],
    ['nat', 'carrierNat', 'impossible', "both ends are behind NAT, berlin behind a carrier's"],
    [
      'carrierNat',
      'carrierNat',
      'impossible',
      "both ends are behind NAT, this node and berlin behind a carrier's",
    ],
    ['none', 'public', 'impossible', 'this node has no IPv4'],
    ['public', 'none', 'impossible', 'berlin has no IPv4'],
    ['none', 'none', 'impossible', 'neither end has IPv4'],
    ['none', 'unknown', 'impossible', 'this node has no IPv4'],
    ['silent', 'public', 'doubtful', 'the controller does not hear this node over IPv4'],
    ['unknown', 'public', 'unknown', 'how this node may be reached over IPv4 is not known'],
    ['public', 'unknown', 'unknown', 'how berlin may be reached over IPv4 is not known'],
  ] as const) {
    it(`${one} here and ${other} there: ${verdict}`, () => {
      assert.deepEqual(prospectOf('ipv4', end('this node', one), end('berlin', other)), { verdict, reason });
    });
  }

  it('is the same from either end', () => {
    const fact = fc.constantFrom(...facts);
    fc.assert(
      fc.property(fact, fact, (one, other) => {
        const there = prospectOf('ipv4', end('a', one), end('b', other));
        const back = prospectOf('ipv4', end('b', other), end('a', one));
        assert.equal(there.verdict, back.verdict);
        assert.ok(there.verdict === 'possible' || there.reason !== '');
      }),
    );
  });
});
