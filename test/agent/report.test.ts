import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bundle } from '../../agent/check/bundle.ts';
import type { Settings } from '../../agent/check/settings.ts';
import { emptyJournal } from '../../agent/journal/schema.ts';
import { type JournalEvent, transition } from '../../agent/journal/state.ts';
import { healthOf, showStatus } from '../../agent/report/show.ts';
import {
  type AgentStatus,
  makeStatus,
  reportOf,
  type StatusSources,
  statusKey,
} from '../../agent/report/status.ts';
import { noFacts } from '../../shared/net/family-facts.ts';
import { reportCodec } from '../../shared/rpc/codec.ts';

const ref = { digest: 'ab'.repeat(32), epoch: 1, release: 4 };
const begun: JournalEvent[] = [
  { kind: 'stage', bundle: ref },
  { kind: 'check' },
  { kind: 'switch' },
  { kind: 'prove' },
];
const journal = [...begun, { kind: 'confirm' } as const].reduce(transition, emptyJournal);
const peer = {
  publicKey: 'k',
  endpoint: '198.18.1.2:1',
  allowedIps: [],
  latestHandshake: 990,
  receivedBytes: 10,
  sentBytes: 20,
  hasPresharedKey: true,
};
const settings: Settings = {
  node: 'berlin',
  loopback_v4: '10.255.0.1',
  loopback_v6: 'fd00::1',
  mss_clamp: true,
  prefixes: [],
  confirm_require: [],
  drift: 'report',
  links: [
    { peer: 'kiel', interface: 'tl-kiel', session: 'tl_kiel' },
    { peer: 'bonn', interface: 'tl-bonn', session: 'tl_bonn' },
  ],
};

const sources: StatusSources = {
  signingGeneration: 0,
  linkKeys: [{ version: 2, publicKey: Buffer.alloc(32, 2) }],
  tunnel: { generation: 0, interface: 'tlmgmt', reason: undefined },
  nowMs: 1_000_000,
  uptimeS: 5000,
  handshakeAgeS: (name) => (name === 'tl-kiel' ? 10 : undefined),
  enrollment: {
    join: '',
    networkId: 'n',
    nodeId: 7,
    nodeName: 'berlin',
    siteName: 'mitte',
    managementAddress: 'fd12::1:7',
    managementPrefix: 'fd12::/64',
    controllerAddress: 'fd12::1',
    controllerPort: 7443,
    controllerWireguardPublicKey: '',
    controllerEndpoints: [],
    signingPublicKey: '',
    epoch: 1,
  },
  journal,
  step: undefined,
  bundle: { settings, links: [{ interface: 'tl-kiel', mtu: 1420 }] } as unknown as Bundle,
  devices: new Map([['tl-kiel', { publicKey: '', listenPort: 1, fwmark: 0, peers: [peer] }]]),
  birdState: 'running',
  protocols: [{ name: 'tl_kiel', type: 'BGP', state: 'up', bgpState: 'Established' }],
  bfd: new Map([['tl-kiel', 'Up']]),
  drift: [],
  isConnected: true,
  ownFacts: {
    families: { ipv4: 'ADDRESS_FACT_CARRIER_NAT', ipv6: 'ADDRESS_FACT_PUBLIC' },
    seenIpv4: '',
    seenIpv6: '2001:db8::2',
  },
  peerFacts: (node) => (node === 'kiel' ? { ipv4: 'nat', ipv6: 'public' } : noFacts),
  facts: { agentVersion: '0.1.0', kernel: '', architecture: '', hardware: '', birdVersion: '2.0.12' },
  residentBytes: 50_000_000,
  metricsPort: 9901,
};

test('a report carries release, links and their sessions over the wire', () => {
  const report = reportCodec.decode(reportCodec.encode(reportOf(makeStatus(sources))));
  assert.equal(report.runningRelease, 4);
  assert.equal(report.runningDigest.toString('hex'), ref.digest);
  assert.equal(report.lastApply?.outcome, 'APPLY_OUTCOME_CONFIRMED');
  assert.deepEqual(
    { ...report.links[0] },
    {
      peer: 'kiel',
      interface: 'tl-kiel',
      handshakeAgeS: 10,
      receivedBytes: 10,
      sentBytes: 20,
      bgpState: 'Established',
      bfdState: 'Up',
      prefixLimitHit: false,
      endpoint: '198.18.1.2:1',
      ipv4: {
        prospect: 'PROSPECT_IMPOSSIBLE',
        reason: "both ends are behind NAT, this node behind a carrier's",
      },
      ipv6: { prospect: 'PROSPECT_POSSIBLE', reason: '' },
      _handshakeAgeS: 'handshakeAgeS',
    },
  );
  assert.equal(report.links[1]?.handshakeAgeS, undefined);
  assert.equal(report.links[1]?.ipv6?.prospect, 'PROSPECT_UNSPECIFIED');
  assert.deepEqual(
    [report.birdRunning, report.birdState, report.quarantinedDigest.length],
    [true, 'running', 0],
  );
});

test('the status says how the node may be reached, and that of an older agent says nothing of it', () => {
  const status = makeStatus(sources);
  const shown = showStatus(status, 'ok');
  assert.match(shown, /^ipv4 +behind a carrier's NAT\nipv6 +public, 2001:db8::2$/m);
  const { families: _, ...older } = status;
  assert.doesNotMatch(showStatus(older as AgentStatus, 'ok'), /^ipv/m);
  const unknown = { ipv4: { fact: 'unknown', seen: null }, ipv6: { fact: 'unknown', seen: null } };
  assert.deepEqual(makeStatus({ ...sources, ownFacts: undefined }).families, unknown);
});

test('a BIRD that does not answer is told from one that does not run', () => {
  for (const [birdState, words] of [
    ['absent', /^bird +not running/m],
    ['silent', /^bird +running and does not answer, restart it/m],
    ['foreign', /^bird +not to be reached, another program has its socket/m],
  ] as const) {
    const status = makeStatus({ ...sources, protocols: undefined, birdState });
    assert.deepEqual([reportOf(status).birdState, reportOf(status).birdRunning], [birdState, false]);
    assert.match(showStatus(status, 'degraded'), words);
  }
});

test('counters and the age of a handshake are no news, a session that goes is', () => {
  const key = statusKey(makeStatus(sources));
  const later = new Map([
    [
      'tl-kiel',
      {
        publicKey: '',
        listenPort: 1,
        fwmark: 0,
        peers: [{ ...peer, receivedBytes: 99, latestHandshake: 999 }],
      },
    ],
  ]);
  assert.equal(
    statusKey(makeStatus({ ...sources, nowMs: 1_005_000, devices: later, residentBytes: 1 })),
    key,
  );
  assert.notEqual(statusKey(makeStatus({ ...sources, protocols: [] })), key);
  assert.notEqual(statusKey(makeStatus({ ...sources, bfd: new Map() })), key);
  assert.notEqual(statusKey(makeStatus({ ...sources, isConnected: false })), key);
});

test('a status says whether all is well, for programs and for people', () => {
  const status = makeStatus(sources);
  assert.equal(healthOf(status, 5000, 30), 'degraded');
  const [kiel] = status.links;
  const well = { ...status, links: kiel === undefined ? [] : [kiel] };
  assert.equal(healthOf(well, 5000, 30), 'ok');
  assert.equal(healthOf({ ...well, birdRunning: false }, 5000, 30), 'degraded');
  // Three heartbeats, and 90 s at least.
  assert.equal(healthOf(well, 5091, 10), 'away');
  assert.equal(healthOf(well, 5089, 10), 'ok');
  assert.equal(healthOf(well, 100, 10), 'away', 'booted since, and the file is still there');
  assert.equal(healthOf(well, 6700, 600), 'ok');
  assert.equal(healthOf(well, 6801, 600), 'away');
  const text = showStatus(status, 'degraded');
  assert.match(text, /^node +berlin \(site mitte\)$/m);
  assert.match(text, /^kiel +tl-kiel +Established +Up +10 s ago +198\.18\.1\.2:1$/m);
  assert.match(text, /^bonn +tl-bonn +- +- +never +-$/m);
});

test('a status names state, step and reason of a bundle that does not work, and so does the report', () => {
  const failed: JournalEvent = {
    kind: 'fail',
    step: 'links',
    reason: 'wg: exit code 1: no such device',
    unconfirmed: false,
  };
  const trying = makeStatus({
    ...sources,
    journal: begun.reduce(transition, emptyJournal),
    step: 'sessions',
  });
  assert.match(showStatus(trying, 'degraded'), /^state +proving, sessions$/m);
  const back = makeStatus({ ...sources, journal: [...begun, failed].reduce(transition, emptyJournal) });
  assert.deepEqual([back.state, back.step, back.reason], ['rollingBack', 'links', failed.reason]);
  assert.equal(reportOf(back).lastApply?.reason, 'proving, links: wg: exit code 1: no such device');
  const done: JournalEvent = { kind: 'rolledBack', reason: failed.reason, counts: true };
  const events = [0, 1, 2].flatMap((): JournalEvent[] => [...begun, failed, done]);
  const lost = makeStatus({ ...sources, journal: events.reduce(transition, emptyJournal) });
  assert.equal(lost.state, 'quarantined');
  assert.equal(reportOf(lost).quarantinedDigest?.toString('hex'), ref.digest);
  assert.match(
    showStatus(lost, 'degraded'),
    /^quarantine +bundle \w{12}, until .* 'towline node unquarantine berlin'$/m,
  );
  assert.match(showStatus(lost, 'degraded'), /rolledBack, proving, links: wg: exit code 1/);
});
