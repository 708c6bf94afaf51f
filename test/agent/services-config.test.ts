import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../agent/config/load.ts';
import { customServices } from '../../agent/config/schema.ts';

const file = '/etc/towline/agent.toml';
const site = (keys: string, name = 'site') => `[service.${name}]\n${keys}\n`;
const at = (destination: string) => site(`destination = "${destination}"`);

test('services of the admin are read with their defaults, sorted by name', () => {
  const text = `${site('destination = "/srv/www/site"')}${site('destination = "/etc/dnsmasq.d"\nmode = "0640"\nowner = "dns:dns"', 'dnsmasq')}`;
  assert.deepEqual(customServices(parseConfig(text, file)), [
    { name: 'dnsmasq', destination: '/etc/dnsmasq.d', mode: 0o640, owner: 'dns:dns', timeout_s: 30 },
    { name: 'site', destination: '/srv/www/site', timeout_s: 30 },
  ]);
  assert.deepEqual(customServices(parseConfig('', file)), []);
});

const refusals: [text: string, reason: RegExp][] = [
  [site(''), /: \/etc\/towline\/agent\.toml: service\.site\.destination: /],
  [site('destination = 3'), /service\.site\.destination: /],
  [site('destination = "/etc/x"\nreload = "nft -f x"'), /service\.site\.reload: .*expected array/],
  [site('destination = "/etc/x"\ncheck = []'), /service\.site\.check: /],
  [site('destination = "/etc/x"\ncheck = [""]'), /service\.site\.check: expected a program first/],
  [site('destination = "/etc/x"\ncheck = ["x", "\\u0000"]'), /service\.site\.check\.1: expected no NUL/],
  [site('destination = "/etc/x"\nmode = "4755"'), /service\.site\.mode: expected octal text/],
  [site('destination = "/etc/x"\nmode = 644'), /service\.site\.mode: /],
  [site('destination = "/etc/x"\nowner = "-R"'), /service\.site\.owner: expected "user" or "user:group"/],
  [site('destination = "/etc/x"\ntimeout_s = 0'), /service\.site\.timeout_s: /],
  [site('destination = "/etc/x"\nrelaod = ["x"]'), /service\.site: unrecognized key: "relaod"/],
  [site('destination = "/etc/x"', 'bird'), /service\.bird: the name is the agent's own/],
  [site('destination = "/etc/x"', 'wireguard'), /service\.wireguard: the name is the agent's own/],
  [site('destination = "/etc/x"', 'agent'), /service\.agent: the name is the agent's own/],
  [site('destination = "/etc/x"', '"manifest.pb"'), /service\.manifest\.pb: the name is the agent's own/],
  [site('destination = "/etc/x"', '"../x"'), /service\.\.\.\/x: no name for a service/],
  [site('destination = "/etc/x"', '".x"'), /service\.\.x: no name for a service/],
  [site('destination = "/etc/x"', '__proto__'), /service\.__proto__: no name for a service/],
  [at('etc/x'), /service\.site\.destination: expected an absolute path/],
  [at('/etc/x/'), /expected an absolute path without "\." and "\.\.", and without "\/" at its end/],
  [at('/etc/x/../y'), /expected an absolute path/],
  [at('/etc//x'), /expected an absolute path/],
  ...['/', '/etc', '/usr', '/usr/bin', '/var/lib', '/proc/sys', '/dev/shm/x', '/etc/towline'].map(
    (folder): [string, RegExp] => [
      at(folder),
      new RegExp(`service\\.site\\.destination: ${folder} is the system's`),
    ],
  ),
  [at('/var/lib/towline'), /overlaps \/var\/lib\/towline, which is the agent's own/],
  [at('/var/lib/towline/bundles/x'), /overlaps \/var\/lib\/towline/],
  [at('/run/towline/x'), /overlaps \/run\/towline/],
  [`state_dir = "/srv/state/"\n${at('/srv/state/x')}`, /overlaps \/srv\/state\//],
  [
    `${at('/etc/x')}${site('destination = "/etc/x/y"', 'other')}`,
    /service\.site\.destination: overlaps that of service\.other/,
  ],
];

for (const [text, reason] of refusals) {
  test(`refused with file and key: ${text.replaceAll('\n', ' ').trim()}`, () => {
    assert.throws(() => parseConfig(text, file), reason);
  });
}

test("all problems are named at once, and the folder of another agent.toml is nobody else's", () => {
  const text = `${at('/etc')}${site('destination = "/usr"', 'other')}`;
  assert.throws(
    () => parseConfig(text, file),
    /service\.other\.destination: .*\n.*service\.site\.destination: /,
  );
  assert.throws(
    () => parseConfig(at('/srv/router'), '/srv/router/agent.toml'),
    /\/srv\/router holds agent\.toml/,
  );
  assert.equal(customServices(parseConfig(at('/srv/router/d'), '/srv/router/agent.toml')).length, 1);
});
