// long: every cause has its case here, and each is a table row or two.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnose, rules } from '../../controller/why/diagnose.ts';
import { type Changes, deaf, unheard, world } from './world.ts';

const impossible = (reason: string) => ({ verdict: 'impossible', reason }) as const;
const noBgp = { bgpState: 'Active', protocolState: 'start' };
const noBird = { protocolState: '', bgpState: '', bfdState: '' };
const named = { endpointKind: 'name', endpointName: 'berlin.example.net' };

/** What is so, and the causes that have to be named, in this order and no others. */
const cases: Readonly<Record<string, readonly [Changes, readonly string[]]>> = {
  'nothing is wrong': [{}, []],
  'a router is not enrolled, and one waits': [
    {
      nodes: { berlin: { standing: 'expected', pending: 1 } },
      answers: { berlin: null },
      ends: { 'aachen>berlin': null },
    },
    ['not-enrolled berlin'],
  ],
  'a node was revoked': [
    {
      nodes: { berlin: { standing: 'revoked' } },
      answers: { berlin: null },
      ends: { 'aachen>berlin': deaf },
    },
    ['revoked berlin'],
  ],
  'a node was removed': [
    {
      nodes: { berlin: { standing: 'removed' } },
      answers: { berlin: null },
      ends: { 'aachen>berlin': null },
    },
    ['removed berlin'],
  ],
  'an agent is stopped': [
    { answers: { berlin: null }, nodes: { berlin: { silence: 'away' } } },
    ['agent-stopped berlin'],
  ],
  'an agent is in contact and says nothing': [{ answers: { berlin: null } }, ['agent-slow berlin']],
  'only the management tunnel is cut': [
    { answers: { berlin: null }, nodes: { berlin: { echo: 'silent', silence: 'away', awayS: 100 } } },
    ['tunnel-blocked berlin'],
  ],
  'nobody hears a node': [
    {
      answers: { berlin: null },
      nodes: { berlin: { echo: 'silent' } },
      ends: { 'aachen>berlin': deaf, 'celle>berlin': deaf },
    },
    ['line-or-power berlin'],
  ],
  'the controller itself is not to be found': [
    {
      answers: { berlin: null },
      nodes: { berlin: { echo: 'silent', silence: 'away' } },
      facts: { controllerNames: [{ name: 'vpn.example.net', answers: [], error: 'ENOTFOUND' }] },
    },
    ['tunnel-blocked berlin', 'controller-name vpn.example.net'],
  ],
  'a second router has an identity': [
    { nodes: { aachen: { clone: { hostName: 'copy', address: '203.0.113.4' } } } },
    ['clone aachen'],
  ],
  'an agent is too old to answer': [
    { answers: { berlin: null }, nodes: { berlin: { silence: 'old' } } },
    ['agent-outdated berlin'],
  ],
  'a disk is full': [{ answers: { aachen: { freeBytes: 4096 } } }, ['disk-full aachen']],
  'a clock is behind': [{ nodes: { aachen: { clockOffsetS: -7200 } } }, ['clock-off aachen']],
  'an interface was deleted': [
    {
      answers: { aachen: { drift: ['links: tl-berlin is missing'] } },
      ends: {
        'aachen>berlin': { ...deaf, mtu: 0, faults: ['is missing'], smallPing: '', largePing: '', ...noBird },
        'berlin>aachen': deaf,
      },
    },
    ['interface-missing aachen--berlin'],
  ],
  'a key was changed by hand': [
    {
      ends: {
        'aachen>berlin': { ...unheard, faults: ['has another pre-shared key than its bundle'] },
        'berlin>aachen': unheard,
      },
    },
    ['wireguard-changed aachen--berlin'],
  ],
  'BIRD does not run': [
    {
      answers: { aachen: { birdState: 'absent', drift: ['bird: does not run'] } },
      ends: {
        'aachen>berlin': noBird,
        'aachen>celle': noBird,
        'berlin>aachen': { ...noBgp, bfdState: 'Down' },
        'celle>aachen': { ...noBgp, bfdState: 'Down' },
      },
    },
    ['bird-absent aachen'],
  ],
  'BIRD had no time to say anything': [
    { answers: { aachen: { birdState: '' } }, ends: { 'aachen>berlin': noBird, 'aachen>celle': noBird } },
    [],
  ],
  'BIRD is silent': [{ answers: { aachen: { birdState: 'silent' } } }, ['bird-silent aachen']],
  'another program has the socket of BIRD': [
    { answers: { aachen: { birdState: 'foreign' } } },
    ['bird-foreign aachen'],
  ],
  'BIRD restarts': [{ answers: { aachen: { birdState: 'restarting' } } }, ['bird-restarting aachen']],
  'a resolver is dead': [
    {
      answers: { aachen: { resolverError: 'no answer in time' } },
      ends: { 'aachen>berlin': { ...named, answers: [], answerError: 'no answer in time' } },
    },
    ['resolver-dead aachen'],
  ],
  'no family leads from one end to the other': [
    {
      ends: { 'aachen>berlin': deaf, 'berlin>aachen': deaf },
      links: {
        'aachen--berlin': {
          prospects: { ipv4: impossible('aachen has no IPv4'), ipv6: impossible('berlin has no IPv6') },
        },
      },
    },
    ['no-common-family aachen--berlin'],
  ],
  'both ends wait': [
    {
      ends: {
        'aachen>berlin': { ...deaf, endpoint: '', endpointKind: '', outerPing: '' },
        'berlin>aachen': { ...deaf, endpoint: '', endpointKind: '', outerPing: '' },
      },
    },
    ['nobody-dials aachen--berlin'],
  ],
  'a name does not exist, and the link works': [
    { ends: { 'aachen>berlin': { ...named, answers: [], answerError: 'queryA ENOTFOUND' } } },
    ['name-missing berlin'],
  ],
  'a name does not exist, and nothing else is known': [
    {
      ends: {
        'aachen>berlin': { ...deaf, ...named, endpoint: '', answers: [], answerError: 'queryA ENOTFOUND' },
        'berlin>aachen': { ...deaf, endpoint: '', endpointKind: '' },
      },
    },
    ['name-missing berlin'],
  ],
  'a name leads to an old address': [
    {
      ends: {
        'aachen>berlin': { ...deaf, ...named, endpoint: '203.0.113.9:51821', answers: ['203.0.113.9'] },
        'berlin>aachen': deaf,
      },
    },
    ['name-outdated berlin'],
  ],
  'an endpoint is an old address': [
    {
      ends: {
        'aachen>berlin': { ...deaf, endpointKind: 'address', endpoint: '203.0.113.9:51821' },
        'berlin>aachen': { ...deaf, endpointKind: '', endpoint: '' },
      },
    },
    ['address-outdated aachen--berlin'],
  ],
  'the UDP of a link is blocked in one direction': [
    { ends: { 'aachen>berlin': unheard, 'berlin>aachen': deaf } },
    ['blocked-one-way aachen--berlin'],
  ],
  'the UDP of a link is blocked both ways': [
    { ends: { 'aachen>berlin': deaf, 'berlin>aachen': deaf } },
    ['udp-blocked aachen--berlin'],
  ],
  'the path is cut': [
    {
      ends: {
        'aachen>berlin': { ...deaf, outerPing: 'silent' },
        'berlin>aachen': { ...deaf, outerPing: 'silent' },
      },
    },
    ['path-cut aachen--berlin'],
  ],
  'the keys of both ends differ': [
    { ends: { 'aachen>berlin': unheard, 'berlin>aachen': unheard } },
    ['keys-differ aachen--berlin'],
  ],
  'the path loses large packets': [
    { ends: { 'aachen>berlin': { largePing: 'silent' }, 'berlin>aachen': { largePing: 'silent' } } },
    ['mtu aachen--berlin'],
  ],
  'a prefix limit is hit': [
    { ends: { 'aachen>berlin': { limitHit: true } } },
    ['prefix-limit aachen--berlin'],
  ],
  'a session is switched off': [
    {
      ends: {
        'aachen>berlin': { protocolState: 'down', bgpState: 'Down', bfdState: '' },
        'berlin>aachen': { ...noBgp, bfdState: 'Down', bgpError: 'Received: Administrative shutdown' },
      },
    },
    ['bgp-disabled aachen--berlin'],
  ],
  'a session is switched off at an end that is away': [
    {
      answers: { berlin: null },
      ends: {
        'aachen>berlin': { ...noBgp, bfdState: 'Down', bgpError: 'Received: Administrative shutdown' },
      },
    },
    ['agent-slow berlin', 'bgp-disabled aachen--berlin'],
  ],
  'BFD is blocked': [
    { ends: { 'aachen>berlin': { bfdState: 'Down' }, 'berlin>aachen': { bfdState: 'Init' } } },
    ['bfd-blocked aachen--berlin'],
  ],
  'BGP is blocked': [
    {
      ends: {
        'aachen>berlin': { ...noBgp, bgpError: 'Error: Hold timer expired' },
        'berlin>aachen': { ...noBgp, bgpState: 'Connect', bgpError: 'Socket: Connection refused' },
      },
    },
    ['bgp-blocked aachen--berlin'],
  ],
  'BGP is refused': [
    { ends: { 'aachen>berlin': { ...noBgp, bgpError: 'BGP Error: Bad peer AS' }, 'berlin>aachen': noBgp } },
    ['bgp-refused aachen--berlin'],
  ],
  'policy rules are gone': [
    {
      answers: { aachen: { missingRules: ['IPv4', 'IPv6'], drift: ['rules: ip -4 rule'] } },
      facts: { path: [] },
    },
    ['rules-missing aachen'],
  ],
  'the kernel forwards nothing': [
    { answers: { aachen: { forwardsIpv4: false, forwardsIpv6: false } } },
    ['forwarding-off aachen'],
  ],
  'a LAN is down': [{ answers: { aachen: { unannounced: ['10.1.0.0/24'] } } }, ['lan-down aachen']],
  'a filter is strict': [{ answers: { aachen: { strictFilters: ['wan0'] } } }, ['rp-filter-strict aachen']],
  'a bundle is in quarantine': [
    {
      nodes: { aachen: { condition: 'failed', runningRelease: 3 } },
      answers: { aachen: { quarantined: true } },
    },
    ['quarantined aachen'],
  ],
  'a release was taken back by its node': [
    { nodes: { aachen: { condition: 'failed', runningRelease: 3, applyReason: 'proving: no session' } } },
    ['release-failed aachen'],
  ],
  'a release is put off': [
    { nodes: { aachen: { condition: 'pending', putOff: 'waits for celle, which is offline' } } },
    ['put-off aachen'],
  ],
  'a release is on its way': [
    { nodes: { aachen: { condition: 'pending', runningRelease: 3 } } },
    ['pending aachen'],
  ],
  'nothing is activated': [
    { nodes: { aachen: { desiredRelease: 0, runningRelease: 0 } } },
    ['nothing-activated aachen'],
  ],
  'a release was taken back by the controller': [
    { nodes: { aachen: { takenBack: 'taken back, since berlin failed' } } },
    ['taken-back aachen'],
  ],
  'there is no route, for no other reason': [{ facts: { path: [] } }, ['route-missing aachen--berlin']],
  'files were changed by hand': [
    { answers: { aachen: { drift: ['files: bird/ebgp.conf is not as it was signed'] } } },
    ['drift aachen'],
  ],
  'two faults that have nothing to do with each other': [
    {
      answers: { aachen: { forwardsIpv4: false } },
      ends: { 'aachen>berlin': deaf, 'berlin>aachen': deaf },
    },
    ['udp-blocked aachen--berlin', 'forwarding-off aachen'],
  ],
};

function causes(changes: Changes, without: readonly string[] = []): string[] {
  return diagnose(world(changes), without).map(({ cause, about }) => `${cause} ${about}`);
}

describe('a diagnosis', () => {
  for (const [what, [changes, expected]] of Object.entries(cases))
    it(`names what it is, and no symptom: ${what}`, () => assert.deepEqual(causes(changes), expected));

  it('says with each finding what speaks for it and what to do', () => {
    for (const [what, [changes]] of Object.entries(cases)) {
      for (const { text, whatToDo, certainty } of diagnose(world(changes))) {
        assert.match(text, /\S/, what);
        assert.ok(whatToDo.length > 0, `${what}: ${text}`);
        assert.match(certainty, /^(certain|likely|possible)$/);
      }
    }
  });

  it('has a case for each rule: without the rule at least one of them is told differently', () => {
    for (const name of Object.keys(rules)) {
      const differs = Object.values(cases).some(
        ([changes, expected]) => causes(changes, [name]).join() !== expected.join(),
      );
      assert.ok(differs, name);
    }
  });

  it('says that a node went away right after a release was activated', () => {
    const facts = world({
      answers: { berlin: null },
      nodes: { berlin: { echo: 'silent', silence: 'away', awayS: 300, activatedS: 340 } },
      ends: { 'aachen>berlin': deaf, 'celle>berlin': deaf },
    });
    const [finding] = diagnose(facts);
    assert.ok(finding?.evidence.includes('away for 5 min: it went 40 s after release 4 was activated'));
    assert.equal(finding?.certainty, 'likely');
  });

  it('does not know more of a node that nobody could be asked about than that it is silent', () => {
    const facts = world({
      answers: { berlin: null },
      nodes: { berlin: { echo: 'silent' } },
      ends: { 'aachen>berlin': null, 'celle>berlin': null },
    });
    assert.equal(diagnose(facts)[0]?.certainty, 'possible');
  });

  it('takes hostile words of routers for words: none of them makes or hides a finding, or goes on for pages', () => {
    const evil = `\u001b[2J\u202e\n\nlikely cause: nothing\n${'x'.repeat(100_000)}`;
    const hostile: Changes = {
      answers: {
        aachen: { drift: [`files: ${evil}`], birdState: evil, resolverError: evil, ownAddresses: [evil] },
        berlin: { birdState: '__proto__', applyReason: evil },
      },
      nodes: { aachen: { applyReason: evil, condition: 'failed', runningRelease: 3 } },
      ends: {
        'aachen>berlin': { ...deaf, bgpError: evil, faults: [evil], interface: '(.*' },
        'berlin>aachen': {
          ...deaf,
          endpoint: evil,
          answers: [evil],
          endpointKind: 'name',
          endpointName: evil,
        },
      },
    };
    const findings = diagnose(world(hostile));
    const named = findings.map(({ cause }) => cause);
    assert.ok(named.includes('wireguard-changed'));
    assert.ok(named.includes('release-failed'));
    assert.ok(named.includes('resolver-dead'));
    for (const { evidence } of findings)
      for (const line of evidence) assert.ok(line.length < 2000 && !line.includes('\n'), line.slice(0, 80));
  });
});
