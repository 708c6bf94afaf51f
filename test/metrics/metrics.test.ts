import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { parseBfdDetails, parseDaemon, parseDetails } from '../../agent/bird/details.ts';
import { emptyJournal } from '../../agent/journal/schema.ts';
import type { JournalEvent } from '../../agent/journal/state.ts';
import type { JournalStore } from '../../agent/journal/store.ts';
import { registerBird } from '../../agent/metrics/bird.ts';
import { countingJournal } from '../../agent/metrics/journal.ts';
import { registerMachine } from '../../agent/metrics/machine.ts';
import { mostFiles, registerProcess } from '../../agent/metrics/process.ts';
import { createTimings } from '../../agent/metrics/timings.ts';
import { registerTowline } from '../../agent/metrics/towline.ts';
import { registerWireGuard } from '../../agent/metrics/wireguard.ts';
import type { AgentStatus } from '../../agent/report/status.ts';
import { newCounters } from '../../agent/tracker/events.ts';
import type { Tracker } from '../../agent/tracker/tracker.ts';

const prospects = {
  ipv4: { verdict: 'impossible', reason: '' },
  ipv6: { verdict: 'possible', reason: '' },
};
const link = {
  peer: 'kiel',
  interface: 'tl-kiel',
  prefixLimitHit: false,
  mtu: 1420,
  pathMtu: 1392,
  prospects,
};
const status = {
  running: { release: 4 },
  drift: ['a file'],
  controller: { connected: true },
  tunnel: { generation: 2 },
  quarantined: null,
  state: 'rollingBack',
  links: [
    { ...link, tracker: { state: 'up' } },
    { ...link, peer: 'bonn', interface: 'tl-bonn', tracker: null, pathMtu: 'tooSmall' },
  ],
} as unknown as AgentStatus;
const lookups = {
  asked: 5,
  answered: 3,
  nxdomain: 1,
  empty: 0,
  timeout: 1,
  failed: 0,
  late: 0,
  unusable: 0,
  surplus: 0,
  privates: 0,
};
const birdLines = (code: number, text: string) => ({
  code: 0,
  lines: text.split('\n').map((line) => ({ code: line.startsWith(' ') ? 1006 : code, text: line })),
});
const details = {
  protocols: parseDetails(
    birdLines(
      1002,
      `tl_bfd     BFD        ---        up     2026-11-23 23:51:00
link_kiel  BGP        ---        up     2026-11-23 23:51:40  Established
  Channel ipv4
    Input filter:   in
    Output filter:  out
    Routes:         2 imported, 1 filtered, 3 exported, 2 preferred
      Import updates:              5          0          1          2          2`,
    ),
  ),
  bfd: parseBfdDetails(birdLines(1020, 'fe80::2 tl-kiel Up 2026-11-23 23:51:40 0.300 1.500')),
  daemon: parseDaemon(
    birdLines(1011, 'BIRD 2.0.12\nRouter ID is 10.255.0.1\nCurrent server time is 2026-11-23 23:52:00'),
  ),
};

/** Everything that an agent shows, of values that are given. */
function everything(bird: typeof details | 'silent' = details) {
  const { registry, ...timings } = createTimings();
  const counters = newCounters();
  const records = new Map([['tl-kiel', { memory: { state: 'backingOff' } }]]);
  const tracker = { counters, lookups, links: () => records } as unknown as Tracker;
  const rollbacks = { switching: 1, proving: 0, unconfirmed: 2, operator: 0 };
  registerTowline(registry, { status: () => status, desired: () => 5, journal: { rollbacks }, tracker });
  const peer = {
    publicKey: 'key=',
    endpoint: '198.18.1.2:51821',
    allowedIps: ['0.0.0.0/0', '::/0'],
    latestHandshake: 1_795_477_906,
    receivedBytes: 2564,
    sentBytes: 2832,
    hasPresharedKey: true,
  };
  const device = { publicKey: '', listenPort: 1, fwmark: 0, peers: [peer] };
  const devices = new Map([
    ['tl-kiel', device],
    ['tlmgmt', device],
  ]);
  registerWireGuard(
    registry,
    () => devices,
    () => new Map([['tl-kiel', 'kiel']]),
  );
  const askBird = registerBird(registry, async () => (bird === 'silent' ? undefined : bird));
  registerMachine(registry, { stateDir: '/', clockOffsetS: () => -0.25 });
  registerProcess(registry);
  askBird();
  return { registry, timings, counters };
}

test('a process without a limit of open files shows none', () => {
  const line = (soft: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax open files  ${soft}  524288  files\n`;
  assert.deepEqual([line('1024'), line('unlimited'), ''].map(mostFiles), [1024, undefined, undefined]);
});

test('what the agent shows has the names of known exporters, and no endpoint in a label', async () => {
  const { registry, timings, counters } = everything();
  timings.applied('rolledBack', 3);
  timings.repaired(0.4);
  counters.transitions.backingOff = 7;
  const text = await registry.metrics();
  for (const line of [
    'wireguard_sent_bytes_total{interface="tl-kiel",public_key="key=",allowed_ips="0.0.0.0/0,::/0",friendly_name="kiel"} 2832',
    'wireguard_latest_handshake_seconds{interface="tlmgmt",public_key="key=",allowed_ips="0.0.0.0/0,::/0",friendly_name="controller"} 1795477906',
    'bird_protocol_up{name="link_kiel",proto="BGP",ip_version="4",import_filter="in",export_filter="out",state="Established"} 1',
    'bird_protocol_uptime{name="link_kiel",proto="BGP",ip_version="4",import_filter="in",export_filter="out"} 20',
    'bird_protocol_changes_update_import_ignore_count{name="link_kiel",proto="BGP",ip_version="4",import_filter="in",export_filter="out"} 2',
    'bird_bfd_session_up{name="tl_bfd",ip="fe80::2",interface="tl-kiel"} 1',
    'bird_bfd_session_timeout_seconds{name="tl_bfd",ip="fe80::2",interface="tl-kiel"} 1.5',
    'bird_daemon_info{router_id="10.255.0.1",version="2.0.12"} 1',
    'bird_socket_query_success 1',
    'towline_release_applied 4',
    'towline_release_desired 5',
    'towline_journal_state{state="rolling_back"} 1',
    'towline_journal_state{state="confirmed"} 0',
    'towline_rollbacks_total{reason="unconfirmed"} 2',
    'towline_drift_entries 1',
    'towline_tracker_links{state="backing_off"} 1',
    'towline_tracker_links{state="up"} 0',
    'towline_tracker_transitions_total{state="backing_off"} 7',
    'towline_tracker_lookups_total{result="nxdomain"} 1',
    'towline_link_up{peer="kiel",interface="tl-kiel"} 1',
    'towline_link_path_mtu_bytes{peer="kiel",interface="tl-kiel"} 1392',
    'towline_link_ipv4_possible{peer="bonn",interface="tl-bonn"} 0',
    'towline_apply_duration_seconds_count{outcome="rolled_back"} 1',
    'towline_apply_duration_seconds_count{outcome="confirmed"} 0',
    'towline_tracker_repair_duration_seconds_bucket{le="0.5"} 1',
    'towline_machine_clock_offset_seconds -0.25',
  ])
    assert.ok(text.includes(`${line}\n`), line);
  assert.match(text, /^towline_machine_memory_size_bytes \d+$/m);
  assert.match(text, /^towline_machine_filesystem_available_bytes \d+$/m);
  assert.match(text, /^process_resident_memory_bytes \d+$/m);
  assert.doesNotMatch(text, /198\.18\.1\.2|towline_link_path_mtu_bytes\{peer="bonn"|nodejs_active_\w+_total/);
});

test('a BIRD that does not answer has no series but the word that it does not', async () => {
  const text = await everything('silent').registry.metrics();
  const shown = text.split('\n').filter((line) => line.startsWith('bird_'));
  assert.deepEqual(shown.sort(), ['bird_daemon_up 0', 'bird_socket_query_success 0']);
});

test('promtool finds nothing to complain of in what is ours', async () => {
  const { registry } = everything();
  const { stdout, stderr } = await execa('promtool', ['check', 'metrics'], {
    input: await registry.metrics(),
    reject: false,
  });
  const complaints = `${stdout}\n${stderr}`.split('\n').filter((line) => line !== '');
  assert.deepEqual(
    complaints.filter(
      (line) =>
        !/^bird_protocol_\w+_count non-histogram and non-summary metrics should not have "_count" suffix$/.test(
          line,
        ),
    ),
    [],
  );
  assert.ok(complaints.length > 0, 'those of bird_exporter are what they are');
});

test('a journal counts what is taken back, by where it failed, and times what it began', async () => {
  let phase = 'idle';
  const took: string[] = [];
  let nowMs = 0;
  const store = {
    current: () => ({ ...emptyJournal, phase: { state: phase } }),
    record: async () => emptyJournal,
    tell: async () => emptyJournal,
  } as unknown as JournalStore;
  const journal = countingJournal(store, { monotonic: () => nowMs }, (outcome, s) =>
    took.push(`${outcome} ${s}`),
  );
  const ref = { digest: '', epoch: 1, release: 1 };
  const pass = async (state: string, event: JournalEvent) => {
    phase = state;
    nowMs += 1000;
    await journal.record(event);
  };
  const failure = { kind: 'fail', reason: '', unconfirmed: false } as const;
  const taken = { kind: 'rolledBack', reason: '', counts: true } as const;
  await pass('rollingBack', taken);
  assert.deepEqual(took, [], 'an earlier process began it');
  await pass('idle', { kind: 'stage', bundle: ref });
  await pass('switching', failure);
  await pass('rollingBack', taken);
  await pass('idle', { kind: 'stage', bundle: ref });
  await pass('proving', failure);
  await pass('proving', { ...failure, unconfirmed: true });
  await pass('proving', { kind: 'confirm' });
  await pass('confirmed', { kind: 'operator', reason: '' });
  assert.deepEqual(journal.counts.rollbacks, { switching: 1, proving: 1, unconfirmed: 1, operator: 1 });
  assert.deepEqual(took, ['rolledBack 2', 'confirmed 3']);
});

test('temperatures and memory are those of the kernel, and nothing where it says none', async (context) => {
  const root = await mkdtemp(join(tmpdir(), 'towline-machine-'));
  context.after(() => rm(root, { recursive: true }));
  const shown = async () => {
    const { registry } = createTimings();
    registerMachine(registry, { stateDir: join(root, 'nowhere'), clockOffsetS: () => undefined, root });
    return (await registry.metrics())
      .split('\n')
      .filter((line) => /^towline_machine_(?!load|uptime)/.test(line));
  };
  assert.deepEqual(await shown(), []);
  for (const [zone, text] of [
    ['thermal_zone0', '48312\n'],
    ['thermal_zone1', '-5000'],
    ['thermal_zone2', 'hot'],
    ['cooling_device0', '1'],
  ] as const) {
    await mkdir(join(root, 'sys/class/thermal', zone), { recursive: true });
    await writeFile(join(root, 'sys/class/thermal', zone, 'temp'), text);
  }
  await mkdir(join(root, 'proc'));
  await writeFile(join(root, 'proc/meminfo'), 'MemTotal:  1000 kB\nMemAvailable: x kB\n');
  assert.deepEqual(await shown(), [
    'towline_machine_memory_size_bytes 1024000',
    'towline_machine_temperature_celsius{zone="thermal_zone0"} 48.312',
    'towline_machine_temperature_celsius{zone="thermal_zone1"} -5',
  ]);
});
