import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupsOf, type Tied } from '../../controller/pairs/groups.ts';
import { type Bond, bondOf, type LinkEnd, readLinkEnd } from '../../controller/pairs/link-end.ts';

const psk = '@psk:b--h:1';
const berlin: LinkEnd = { psk, ownKey: 'B', peerKey: 'H', listenPort: '1001', endpointPort: '2001' };
const hamburg: LinkEnd = { psk, ownKey: 'H', peerKey: 'B', listenPort: '2001', endpointPort: '1001' };
const newKey = { psk: '@psk:b--h:2' };

describe('the bond of two ends', () => {
  const cases: [string, Partial<LinkEnd>, Partial<LinkEnd>, Bond, (Partial<LinkEnd> | null)?][] = [
    ['a new pre-shared key at both', newKey, newKey, 'together'],
    ['a pre-shared key taken away at both', { psk: '' }, { psk: '' }, 'together'],
    ['a new pre-shared key whose other part is not wanted', newKey, {}, 'waits', newKey],
    ['a new pre-shared key that the other end never had', newKey, {}, 'free'],
    ['another port here, followed there', { listenPort: '1009' }, { endpointPort: '1009' }, 'together'],
    ['another port there, followed here', { endpointPort: '2009' }, { listenPort: '2009' }, 'together'],
    ['a port that a firewall maps from now on', { endpointPort: '4000' }, {}, 'free'],
    [
      'a port here that the other end need not know',
      { listenPort: '1009' },
      { endpointPort: undefined },
      'together',
    ],
    ['nothing that matters to the other end', {}, newKey, 'free'],
    [
      'a key and a port at once, the port not wanted there',
      { ...newKey, listenPort: '9' },
      newKey,
      'waits',
      { ...newKey, endpointPort: '9' },
    ],
    ['another key of its own, known there', { ownKey: 'B2' }, { peerKey: 'B2' }, 'together'],
    ['another key of the other end, known here', { peerKey: 'H2' }, { ownKey: 'H2' }, 'together'],
    ['another key whose other part is not wanted', { ownKey: 'B2' }, {}, 'waits', { peerKey: 'B2' }],
    ['another key there that is not wanted there', { peerKey: 'H2' }, {}, 'waits', { ownKey: 'H2' }],
    ['a key that an own template keeps to itself', { ownKey: undefined }, { peerKey: 'B2' }, 'free'],
    ['a new router in the place of the other one', { ...newKey, peerKey: 'H2' }, newKey, 'free'],
    ['a new router in the place of this one', newKey, { ...newKey, peerKey: 'B2' }, 'free'],
  ];
  for (const [what, own, other, bond, counterpart] of cases) {
    it(`is '${bond}' for ${what}`, () => {
      const [here, there] = [
        { ...berlin, ...own },
        { ...hamburg, ...other },
      ];
      const wanted = counterpart == null ? undefined : { ...hamburg, ...counterpart };
      assert.equal(bondOf({ now: berlin, next: here }, { now: hamburg, next: there }, wanted), bond);
    });
  }

  it('does not tie an end to one that is ahead already, or that it did not agree with before', () => {
    const ahead = { ...hamburg, ...newKey };
    const turn = { now: berlin, next: { ...berlin, ...newKey } };
    assert.equal(bondOf(turn, { now: ahead, next: ahead }, ahead), 'free');
    const mapped = { ...hamburg, endpointPort: '4000' };
    const moved = { now: berlin, next: { ...berlin, listenPort: '1009' } };
    assert.equal(bondOf(moved, { now: mapped, next: mapped }, mapped), 'free');
  });
});

describe('an end of a link', () => {
  const cases: [string, string, Partial<LinkEnd>][] = [
    ['IPv4', 'Endpoint = 198.18.1.2:51821', { endpointPort: '51821' }],
    ['IPv6', 'Endpoint = [2001:db8::1]:51821', { endpointPort: '51821' }],
    ['a hint', 'Endpoint = @auto:berlin:51821', { endpointPort: '51821' }],
    ['no endpoint', '', { endpointPort: undefined }],
    ['an endpoint without a port', 'Endpoint = 2001:db8::1:', { endpointPort: undefined }],
  ];
  for (const [what, line, expected] of cases) {
    it(`is read with ${what}`, () => {
      const text = `[Interface]\nListenPort = 7\n[Peer]\nPublicKey = K=\n${line}\nPresharedKey = @psk:a--b:3\n`;
      const known = { ownKey: undefined, peerKey: 'K=', listenPort: '7', endpointPort: undefined };
      const end = { ...known, psk: '@psk:a--b:3' };
      assert.deepEqual(readLinkEnd(text), { ...end, ...expected });
    });
  }

  it('has the public key to its reference', () => {
    const text = '[Interface]\nPrivateKey = @private:2\n';
    assert.equal(readLinkEnd(text, (reference) => `key of ${reference}`).ownKey, 'key of @private:2');
  });

  it('is read of whatever an admin made of the file', () => {
    const nothing = { psk: '', ownKey: undefined, peerKey: '', listenPort: '', endpointPort: undefined };
    for (const text of ['', '\0\0', '[Peer\nEndpoint', '= = =', '[Peer]\n[Peer]\nEndpoint = a:1'])
      assert.deepEqual(readLinkEnd(text), nothing);
  });
});

describe('groups', () => {
  const tied = (nodeId: number, together: number[], lacking: number[] = []): Tied => ({
    nodeId,
    release: 5,
    together,
    lacking,
  });
  const shapes = (...nodes: Tied[]) =>
    groupsOf(nodes, (nodeId) => 100 + nodeId).map(({ releases, lacking }) => [[...releases.keys()], lacking]);

  it('are what is tied over any number of links, whoever says so', () => {
    assert.deepEqual(shapes(), []);
    assert.deepEqual(shapes(tied(3, [1]), tied(1, []), tied(7, [5]), tied(5, [9])), [
      [[1, 3], []],
      [[5, 7, 9], []],
    ]);
  });

  it('all wait for what one of them lacks, and know their releases', () => {
    assert.deepEqual(shapes(tied(1, [2], [8]), tied(2, [1], [8, 4])), [
      [
        [1, 2],
        [4, 8],
      ],
    ]);
    assert.deepEqual(shapes(tied(4, [], [2])), [[[4], [2]]]);
    assert.deepEqual(
      [...(groupsOf([tied(1, [2])], (id) => 100 + id)[0]?.releases ?? [])],
      [
        [1, 101],
        [2, 102],
      ],
    );
  });
});
