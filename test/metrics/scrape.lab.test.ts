import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import { until } from '../lab/until.ts';

let network: LabNetwork;
before(async () => {
  network = await meshOf(['aachen', 'berlin']);
});
after(() => network?.lab.down());

const addressOf = async (node: string) => {
  const { stdout } = await network.lab.exec(node, [
    'ip',
    '-6',
    '-o',
    'address',
    'show',
    'dev',
    'tlmgmt',
    'scope',
    'global',
  ]);
  return /inet6 ([0-9a-f:]+)\//.exec(stdout)?.[1] ?? '';
};
const get = async (from: string, url: string, ...options: string[]) => {
  const curl = ['curl', '-gsS', '--max-time', '3', ...options, url];
  const { stdout, exitCode } = await network.lab.exec(from, curl, { allowFailure: true });
  return { text: stdout, isAnswered: exitCode === 0 };
};
const urlOf = async (node: string, path: string) => `http://[${await addressOf(node)}]:9901${path}`;

test("an agent's metrics are read through its tunnel, with the links as WireGuard and BIRD have them", async () => {
  const url = await urlOf('aachen', '/metrics');
  let text = '';
  await until('it listens, and has looked at its links', async () => {
    ({ text } = await get('controller', url));
    return /^towline_link_up\{/m.test(text);
  });
  for (const pattern of [
    /^wireguard_received_bytes_total\{interface="tl-berlin",public_key="\S{44}",allowed_ips="0\.0\.0\.0\/0,::\/0",friendly_name="berlin"\} [1-9]/m,
    /^wireguard_latest_handshake_seconds\{interface="tlmgmt",.*friendly_name="controller"\} [1-9]/m,
    /^bird_protocol_up\{name="link_berlin",proto="BGP",ip_version="6",import_filter="tl_ebgp_in",export_filter="tl_ebgp_out",state="Established"\} 1$/m,
    /^bird_protocol_prefix_import_count\{name="link_berlin",proto="BGP",ip_version="4",.*\} [1-9]/m,
    /^bird_bfd_session_up\{name="tl_bfd",ip="fe80::2",interface="tl-berlin"\} 1$/m,
    /^bird_bfd_session_interval_seconds\{.*\} 0\.3$/m,
    /^bird_socket_query_success 1$/m,
    /^towline_release_applied 1$/m,
    /^towline_release_desired 1$/m,
    /^towline_controller_connected 1$/m,
    /^towline_journal_state\{state="confirmed"\} 1$/m,
    /^towline_link_up\{peer="berlin",interface="tl-berlin"\} 1$/m,
    /^towline_apply_duration_seconds_count\{outcome="confirmed"\} 1$/m,
    /^towline_machine_clock_offset_seconds -?\d/m,
  ])
    assert.match(text, pattern);
  const compressed = await get(
    'controller',
    url,
    '--compressed',
    '-o',
    '/dev/null',
    '-w',
    '%{size_download}',
  );
  assert.ok(Number(compressed.text) < text.length / 3, `${compressed.text} of ${text.length} bytes`);
  assert.equal((await get('controller', await urlOf('aachen', '/healthz'))).text, 'ok\n');
});

test('nobody but the controller and the router itself reads them', async () => {
  const url = await urlOf('aachen', '/metrics');
  assert.ok((await get('aachen', url)).isAnswered, 'the router itself');
  for (const from of ['berlin', 'host-aachen', 'host-berlin'])
    assert.ok(!(await get(from, url)).isAnswered, from);
  const { stdout } = await network.lab.exec('aachen', ['ss', '-Hltn', 'sport', '=', ':9901']);
  assert.ok(stdout.includes(`[${await addressOf('aachen')}]:9901`), stdout);
  assert.equal(stdout.trim().split('\n').length, 1);
});

test('what is not asked for rightly is answered with an error, and the next scrape as ever', async () => {
  const url = await urlOf('aachen', '/metrics');
  const codeOf = async (...options: string[]) =>
    (await get('controller', url, '-o', '/dev/null', '-w', '%{http_code}', ...options)).text;
  assert.equal(await codeOf('-X', 'POST'), '405');
  assert.equal(await codeOf('-X', 'DELETE'), '405');
  assert.equal(await codeOf('--request-target', '/../../etc/passwd'), '404');
  assert.equal(await codeOf('-H', `x: ${'a'.repeat(100_000)}`), '431');
  assert.equal(await codeOf(), '200');
});

test('a link that is cut shows in them, and that it is back', async () => {
  const url = await urlOf('aachen', '/metrics');
  const shows = (pattern: RegExp) => async () => pattern.test((await get('controller', url)).text);
  await network.lab.cutLink('aachen', 'berlin');
  await until(
    'the session is down',
    shows(/^bird_protocol_up\{name="link_berlin",proto="BGP",ip_version="4".*\} 0$/m),
    30_000,
  );
  await until(
    'and so is the link',
    shows(/^towline_link_up\{peer="berlin",interface="tl-berlin"\} 0$/m),
    30_000,
  );
  await network.lab.healLink('aachen', 'berlin');
  await until('the link is up', shows(/^towline_link_up\{peer="berlin",interface="tl-berlin"\} 1$/m), 60_000);
  await until('its repair is counted', shows(/^towline_tracker_repair_duration_seconds_count [1-9]/m));
});
