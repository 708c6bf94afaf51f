import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '../../agent/check/settings.ts';
import { parseConfig } from '../../agent/config/load.ts';
import { limitsOf } from '../../agent/tracker/limits.ts';
import { InventoryError } from '../../controller/inventory/problems.ts';
import { readInventory } from '../../controller/inventory/read.ts';
import { TowlineError } from '../../shared/errors.ts';
import { inventory } from '../compile/fixture.ts';

/** What no number of milliseconds is, in TOML. */
const noNumbers = ['-1', '0', '1.5', 'nan', 'inf', '"1000"', 'true', '[1000]', '{}', '99999999999'];

test('the tracker keys of an inventory are checked, with file, line and key', () => {
  const wrong: readonly (readonly [key: string, value: string])[] = [
    ...noNumbers.map((value) => ['tracker.backoff_min_ms', value] as const),
    ...noNumbers.map((value) => ['tracker.backoff_max_ms', value] as const),
    ...['"ipv5"', '6', '""', '["ipv4"]'].map((value) => ['tracker.family', value] as const),
    ...['"on"', 'true', '1', '""'].map((value) => ['wireguard.path_mtu', value] as const),
    ['tracker.interval_ms', '1000'],
    ...noNumbers.map((value) => ['link.kiel.tracker.backoff_min_ms', value] as const),
    ...['"ipv5"', '6', '{}'].map((value) => ['link.kiel.tracker.family', value] as const),
    ['link.kiel.tracker', '"ipv6"'],
    ['link.kiel.keepalive', '5'],
    ['link.kiel', '[]'],
    ['link', '"kiel"'],
  ];
  for (const [key, value] of wrong) {
    for (const file of ['network.toml', 'sites/bonn/site.toml', 'sites/bonn/bonn/node.toml']) {
      const tree = inventory({ 'sites/bonn/bonn/node.toml': '', [file]: `tags = []\n${key} = ${value}\n` });
      assert.throws(
        () => readInventory(tree),
        (error: unknown) => {
          assert.ok(error instanceof InventoryError, `${key} = ${value}: ${error}`);
          const [problem] = error.problems;
          assert.equal(problem?.file, file, `${key} = ${value}`);
          assert.ok(problem?.key?.startsWith(key), `${key} = ${value}: ${problem?.key}`);
          return true;
        },
      );
    }
  }
});

test('the tracker keys of a bundle are checked', () => {
  const begin = 'node = "berlin"\nloopback_v4 = "10.255.0.1"\nloopback_v6 = "fd00::1"\n';
  const withTracker = (least: string, most: string, family = '"any"') =>
    `${begin}tracker = { backoff_min_ms = ${least}, backoff_max_ms = ${most}, family = ${family} }\n`;
  assert.equal(parseSettings(withTracker('1000', '60000')).tracker?.family, 'any');
  const wrong = [
    ...noNumbers.flatMap((value) => [withTracker(value, '60000'), withTracker('1000', value)]),
    withTracker('1000', '60000', '"ipv5"'),
    `${begin}tracker = { backoff_min_ms = 1000 }\n`,
    `${begin}tracker = { backoff_min_ms = 1000, backoff_max_ms = 60000, family = "any", run = "reboot" }\n`,
    `${begin}tracker = 7\n`,
  ];
  for (const text of wrong)
    assert.throws(() => parseSettings(text), isInvalid(/settings\.toml: .*tracker/), text);
  for (const value of ['"off"', '"on"', '1', 'true'])
    assert.throws(
      () => parseSettings(`${begin}path_mtu = ${value}\n`),
      isInvalid(/settings\.toml: .*path_mtu/),
    );
});

test('the links of a bundle may have limits of their own, which are checked like those of the node', () => {
  const begin = 'node = "berlin"\nloopback_v4 = "10.255.0.1"\nloopback_v6 = "fd00::1"\n';
  const withLink = (tracker: string) =>
    `${begin}[[links]]\npeer = "kiel"\ninterface = "tl-kiel"\nsession = "kiel"\ntracker = ${tracker}\n`;
  const [link] = parseSettings(
    withLink('{ backoff_min_ms = 500, backoff_max_ms = 5000, family = "ipv6" }'),
  ).links;
  assert.deepEqual(limitsOf(link?.tracker, 300, 500), {
    freshMs: 600,
    backoffMinMs: 500,
    backoffMaxMs: 5000,
    family: 6,
  });
  for (const tracker of [
    '7',
    '{ family = "ipv6" }',
    '{ backoff_min_ms = 0, backoff_max_ms = 5000, family = "any" }',
  ])
    assert.throws(
      () => parseSettings(withLink(tracker)),
      isInvalid(/settings\.toml: .*links.*tracker/),
      tracker,
    );
});

test('a first bound above the last one is the last one', () => {
  const limits = limitsOf({ backoff_min_ms: 60_000, backoff_max_ms: 1000, family: 'ipv4' }, 300, 500);
  assert.deepEqual(limits, { freshMs: 600, backoffMinMs: 1000, backoffMaxMs: 1000, family: 4 });
});

test('the keepalive and the looks of agent.toml are checked, with file and key', () => {
  const path = '/etc/towline/agent.toml';
  assert.equal(parseConfig('[tunnel]\nkeepalive_s = 25\n', path).tunnel.keepalive_s, 25);
  const wrong = (['keepalive_s', 'interval_ms', 'fresh_ms', 'resolve_timeout_ms'] as const).flatMap((key) =>
    ['-1', '0', 'nan', 'inf', '"5"', 'true', '[5]', '99999999'].map((value) => [key, value] as const),
  );
  for (const [key, value] of wrong) {
    const section = key === 'keepalive_s' ? 'tunnel' : 'tracker';
    const text = `[${section}]\n${key} = ${value}\n`;
    assert.throws(
      () => parseConfig(text, path),
      isInvalid(new RegExp(`agent\\.toml: .*${section}\\.${key}`)),
      text,
    );
  }
  assert.throws(() => parseConfig('[tunnel]\nkeepalive = 5\n', path), isInvalid(/agent\.toml: .*keepalive/));
});

function isInvalid(pattern: RegExp) {
  return (error: unknown): true => {
    assert.ok(error instanceof TowlineError && error.code === 'invalid', String(error));
    assert.match(error.message, pattern);
    return true;
  };
}
