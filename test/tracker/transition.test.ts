import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointSpec } from '../../agent/check/endpoint-spec.ts';
import {
  type LinkMemory,
  type LinkView,
  newLinkMemory,
  type TrackerLimits,
} from '../../agent/tracker/link-memory.ts';
import { transition } from '../../agent/tracker/transition.ts';
import { blankView } from '../../bench/tracker/walk.ts';

const byHint: EndpointSpec = { kind: 'hint', node: 'kiel', port: 51821 };
const byName: EndpointSpec = { kind: 'name', host: 'kiel.example.net', port: 51821 };
const limits: TrackerLimits = { freshMs: 600, backoffMinMs: 1000, backoffMaxMs: 60_000, family: undefined };

/** A link that is looked at again and again; each look may change what is seen. */
function link(spec: EndpointSpec | undefined, hasWay: (endpoint: string) => boolean = () => true) {
  let memory: LinkMemory = newLinkMemory;
  let [nowMs, serial] = [1000, 0];
  let view = blankView(spec);
  const moment = () => ({ nowMs, random: 0.5, limits, hasWay });
  return {
    memory: () => memory,
    /** Looks after a time; gives back what is done, a word each. */
    look: (changes: Partial<LinkView> = {}, afterMs = 0) => {
      nowMs += afterMs;
      view = { ...view, ...changes };
      const done = transition(memory, { kind: 'look', view }, moment());
      memory = done.memory;
      for (const action of done.actions) {
        if (action.kind === 'set') view = { ...view, endpoint: action.endpoint };
        else {
          const { addresses } = view.name ?? { addresses: [] };
          view = { ...view, name: { addresses, expiresMs: 0, isPending: true, isAnswered: false } };
        }
      }
      return done.actions.map((action) => (action.kind === 'set' ? action.endpoint : action.host));
    },
    hint: (addresses: string[], more: { port?: number; left?: boolean; gone?: string[] } = {}) => ({
      hint: {
        addresses,
        port: more.port,
        left: more.left ?? false,
        leftAddresses: more.gone ?? [],
        serial: ++serial,
      },
    }),
    answer: (addresses: string[], ttlS = 5, isAnswered = addresses.length > 0) => ({
      name: { addresses, expiresMs: nowMs + ttlS * 1000, isPending: false, isAnswered },
    }),
    ownAddresses: () => {
      memory = transition(memory, { kind: 'ownAddresses' }, moment()).memory;
    },
  };
}

test('a link without an endpoint gets the one of the first hint at once, and says until then why it waits', () => {
  const { look, hint, memory } = link(byHint);
  assert.deepEqual(look(), []);
  assert.equal(memory().state, 'passive');
  assert.match(memory().reason, /controller has not named/);
  assert.deepEqual(look(hint(['198.18.1.2'])), ['198.18.1.2:51821']);
  assert.deepEqual(look(), []);
  assert.equal(memory().state, 'backingOff');
});

test('a hint that differs makes a link that works suspect, and is followed as soon as nothing arrives', () => {
  const { look, hint, memory } = link(byHint);
  look({ endpoint: '198.18.1.2:51821', receivedBytes: 100 });
  assert.equal(memory().state, 'up');
  assert.deepEqual(look({ ...hint(['2001:db8::5'], { port: 4500 }), receivedBytes: 200 }, 200), []);
  assert.equal(memory().state, 'suspect');
  assert.deepEqual(look({ receivedBytes: 300 }, 500), []);
  assert.deepEqual(look({}, 599), []);
  assert.deepEqual(look({}, 1), ['[2001:db8::5]:4500']);
});

test('a link that goes on working for ten seconds refutes a hint', () => {
  const { look, hint, memory } = link(byHint);
  look({ endpoint: '198.18.1.2:51821', receivedBytes: 1 });
  const seen = [];
  for (let received = 2; received < 30; received++) {
    assert.deepEqual(
      look({ ...(received === 2 ? hint(['198.18.1.9']) : {}), receivedBytes: received }, 500),
      [],
    );
    seen.push(memory().state);
  }
  assert.deepEqual([seen[0], seen.at(-1)], ['suspect', 'up']);
  assert.deepEqual(look({}, 2100), ['198.18.1.9:51821'], 'it is the first to be tried all the same');
});

test('what the peer itself says it has left is given up at once, though something arrived', () => {
  const { look, hint } = link(byHint);
  look({ endpoint: '198.18.1.2:51821', receivedBytes: 1 });
  const left = hint(['198.18.1.9'], { left: true });
  assert.deepEqual(look({ ...left, receivedBytes: 2 }, 100), ['198.18.1.9:51821']);
  assert.deepEqual(look({ receivedBytes: 3 }, 100), [], 'once');
});

test('an endpoint that WireGuard followed lately is newer than a hint', () => {
  const { look, hint, memory } = link(byHint);
  look({ endpoint: '198.18.1.2:51821', receivedBytes: 1 });
  look({ endpoint: '203.0.113.7:4444', receivedBytes: 2 }, 1000);
  assert.deepEqual(look({ ...hint(['198.18.1.9'], { left: true }), receivedBytes: 3 }, 100), []);
  assert.equal(memory().state, 'suspect');
});

test('an address that the peer says it has no more is given up at once, even if WireGuard followed it there lately', () => {
  const { look, hint } = link(byHint);
  look({ endpoint: '198.18.1.2:51821', receivedBytes: 1 });
  look({ endpoint: '198.18.1.3:51821', receivedBytes: 2 }, 1000);
  const gone = hint(['198.18.1.9'], { gone: ['198.18.1.2', '198.18.1.3'] });
  assert.deepEqual(look({ ...gone, receivedBytes: 3 }, 100), ['198.18.1.9:51821']);
  assert.deepEqual(look({ receivedBytes: 4 }, 100), [], 'once');
});

test('the addresses of a hint have their turn as the controller has ordered them', () => {
  const { look, hint } = link(byHint);
  const both = hint(['198.18.1.9', '2001:db8::9']);
  const remembered = ['[2001:db8::1]:51821'];
  assert.deepEqual(look({ ...both, remembered }), ['198.18.1.9:51821']);
  assert.deepEqual(look({}, 6000), ['[2001:db8::9]:51821']);
});

test('a hint that says what is in use already changes nothing, whatever the port', () => {
  const { look, hint } = link(byHint);
  look({ ...hint(['198.18.1.2']), endpoint: '198.18.1.2:9999', receivedBytes: 5 });
  const same = { ...hint(['198.18.1.3'], { left: true }), endpoint: '198.18.1.3:9999' };
  assert.deepEqual(look({ ...same, receivedBytes: 6 }, 100), []);
  assert.deepEqual(look({ receivedBytes: 7 }, 100), []);
});

test('the endpoint of a link that receives is never replaced by what a name resolves to', () => {
  const { look, answer } = link(byName);
  look({ endpoint: '203.0.113.9:51821', receivedBytes: 1 });
  for (let received = 2; received < 100; received++)
    assert.deepEqual(look({ ...answer(['198.18.1.2']), receivedBytes: received }, 599), []);
});

test('a name is asked for when nothing arrives, and each of its addresses gets its turn, the families by turns', () => {
  const { look, answer, memory } = link(byName);
  assert.deepEqual(look(), ['kiel.example.net']);
  assert.equal(memory().state, 'resolving');
  assert.deepEqual(look({}, 100), []);
  const named = ['2001:db8::5', '2001:db8::6', '198.18.1.2'];
  assert.deepEqual(look(answer(named, 300)), ['[2001:db8::5]:51821']);
  assert.deepEqual(look({}, 5999), [], 'one whole handshake attempt');
  assert.deepEqual(look({}, 1), ['198.18.1.2:51821']);
  assert.deepEqual(look({}, 6000), ['[2001:db8::6]:51821']);
  assert.deepEqual(look({}, 6000), ['[2001:db8::5]:51821'], 'then from the beginning');
});

test('a record that changes is followed when its old answer has aged, though the old address had a turn', () => {
  const { look, answer } = link(byName);
  look({ endpoint: '198.18.1.2:51821', receivedBytes: 1 });
  assert.deepEqual(look({}, 1000), ['kiel.example.net']);
  assert.deepEqual(look(answer(['198.18.1.2'], 5), 100), []);
  assert.deepEqual(look({}, 4800), []);
  assert.deepEqual(look({}, 200), ['kiel.example.net']);
  assert.deepEqual(look(answer(['198.18.1.9'], 5)), ['198.18.1.9:51821']);
});

test('the family that worked last is tried first, one that is asked for before it, one without a way last', () => {
  const both = ['2001:db8::5', '198.18.1.2'];
  const by4 = link(byName);
  by4.look({ remembered: ['198.18.1.7:51821', '[2001:db8::9]:51821'] });
  assert.deepEqual(by4.look(by4.answer(both)), ['198.18.1.2:51821']);
  const only4 = link(byName, (endpoint) => !endpoint.startsWith('['));
  only4.look();
  assert.deepEqual(only4.look(only4.answer(both)), ['198.18.1.2:51821']);
});

test('both ends come back to what the controller puts first, once they can or it says so', () => {
  let ways = (endpoint: string) => !endpoint.startsWith('[');
  const moving = link(byHint, (endpoint) => ways(endpoint));
  moving.look({ endpoint: '[2001:db8::2]:51821', receivedBytes: 1 });
  const moved = moving.hint(['2001:db8::9', '198.18.1.9'], { gone: ['2001:db8::2'] });
  assert.deepEqual(moving.look(moved, 100), ['198.18.1.9:51821'], 'the route of IPv6 is not back yet');
  ways = () => true;
  moving.ownAddresses();
  assert.deepEqual(moving.look({}, 100), ['[2001:db8::9]:51821']);
  moving.ownAddresses();
  assert.deepEqual(moving.look({}, 100), [], 'what is best stays');
  assert.deepEqual(moving.look({}, 5900), []);
  assert.deepEqual(moving.look({}, 100), ['198.18.1.9:51821'], 'and has one turn');

  const told = link(byHint);
  told.look({ endpoint: '198.18.1.2:51821', receivedBytes: 1 });
  assert.deepEqual(told.look(told.hint(['198.18.1.9'], { gone: ['198.18.1.2'] }), 100), ['198.18.1.9:51821']);
  const all = ['2001:db8::9', '198.18.1.9'];
  assert.deepEqual(told.look(told.hint(all, { gone: ['198.18.1.2'] }), 100), ['[2001:db8::9]:51821']);
  told.look({ receivedBytes: 2 }, 100);
  assert.deepEqual(told.look(told.hint(['198.18.1.9', '2001:db8::9']), 100), [], 'not one that works');
});

test('a hint comes before the name while the controller is in contact, and after it when nobody would tell of a move', () => {
  const inContact = link(byName);
  inContact.look({ endpoint: '198.18.1.2:51821', ...inContact.hint(['198.18.1.2', '2001:db8::2']) });
  const away = link(byName);
  away.look({ endpoint: '198.18.1.2:51821', ...away.hint(['198.18.1.2', '2001:db8::2']), inContact: false });
  assert.deepEqual(inContact.look(inContact.answer(['198.18.1.9'], 60)), [], 'the hinted one has its turn');
  assert.deepEqual(inContact.look({}, 6000), ['[2001:db8::2]:51821']);
  assert.deepEqual(away.look(away.answer(['198.18.1.9'])), ['198.18.1.9:51821']);
});

test('where nobody names an address, the one that worked last is used at once, and given up for a better one', () => {
  const { look, answer } = link(byName);
  assert.deepEqual(look({ remembered: ['198.18.1.7:51821'] }), ['kiel.example.net', '198.18.1.7:51821']);
  assert.deepEqual(look(answer(['198.18.1.8'])), ['198.18.1.8:51821'], 'no whole attempt for an old one');
});

test('a hint is followed though a resolver hangs, which may be out of reach with the line', () => {
  const { look, hint } = link(byName);
  look({ endpoint: '198.18.1.2:51821', receivedBytes: 1, ...hint(['198.18.1.2']) });
  assert.deepEqual(look({}, 1000), ['kiel.example.net']);
  assert.deepEqual(look(hint(['198.18.1.9'], { gone: ['198.18.1.2'] }), 100), ['198.18.1.9:51821']);
  const [away, near] = [link(byName), link(byName)];
  for (const { look } of [away, near]) look({ endpoint: '198.18.1.2:51821', receivedBytes: 1 });
  const both = ['198.18.1.2', '2001:db8::2'];
  for (const [one, inContact] of [
    [away, false],
    [near, true],
  ] as const)
    one.look({ ...one.hint(both), inContact }, 1000);
  assert.deepEqual(away.look({}, 2000), [], 'the answer may be newer than what was hinted');
  assert.deepEqual(near.look({}, 1100), []);
  assert.deepEqual(near.look({}, 6000), ['[2001:db8::2]:51821']);
});

test('a name that answers is asked again within seconds of its TTL, however long nothing arrives', () => {
  const { look, answer } = link(byName);
  const lookups: number[] = [];
  for (let second = 0; second < 1200; second++)
    if (look({}, 1000).includes('kiel.example.net')) {
      lookups.push(second);
      look(answer(['198.18.1.2'], 20));
    }
  const pauses = lookups.slice(1).map((second, i) => second - (lookups[i] ?? 0));
  assert.ok(pauses.length > 40 && Math.min(...pauses) >= 20 && Math.max(...pauses) <= 24, pauses.join());
});

test('lookups without an answer become rarer, up to one a minute or so, and start anew once something arrived', () => {
  const { look, answer } = link(byName);
  const lookups: number[] = [];
  for (let second = 0; second < 600; second++)
    if (look({}, 1000).includes('kiel.example.net')) {
      lookups.push(second);
      look(answer(['198.18.1.2'], 1, false));
    }
  assert.ok(lookups.length > 5 && lookups.length < 40, lookups.join());
  assert.ok((lookups.at(-1) ?? 0) - (lookups.at(-2) ?? 0) <= 62, lookups.join());
  look({ receivedBytes: 10 }, 1000);
  assert.deepEqual(look({}, 1000), ['kiel.example.net']);
});

test('a fixed address is restored after the peer roamed away and fell silent, whatever is hinted', () => {
  const { look, hint } = link({ kind: 'address', endpoint: '198.18.1.2:51821' });
  look({ endpoint: '203.0.113.9:4444', receivedBytes: 10 });
  assert.deepEqual(look(hint(['192.0.2.1'], { left: true }), 1000), []);
  assert.deepEqual(look({}, 2000), ['198.18.1.2:51821']);
});

test('a link whose peer dials waits and says so', () => {
  const { look, hint, memory } = link(undefined);
  assert.deepEqual(look(hint(['198.18.1.2'], { left: true })), []);
  assert.equal(memory().state, 'passive');
  assert.match(memory().reason, /"none"/);
  look({ receivedBytes: 1, endpoint: '203.0.113.9:4444' });
  assert.equal(memory().state, 'up');
});

test('after the own addresses changed, the best one is tried at once, whatever had its turn', () => {
  const { look, answer, ownAddresses } = link(byName);
  look();
  assert.deepEqual(look(answer(['198.18.1.2', '198.18.1.3'], 300)), ['198.18.1.2:51821']);
  assert.deepEqual(look({}, 6000), ['198.18.1.3:51821']);
  assert.deepEqual(look({}, 1000), []);
  ownAddresses();
  assert.deepEqual(look(), ['198.18.1.2:51821']);
});
