import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkLevel } from '../../controller/inventory/level.ts';

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIKzO5nEn7wt4FhVWBSV2Yr9YBY8Z7l7b0uPzBpbfTjHd';

function problemOf(line: string): string | undefined {
  const checked = checkLevel('node', 'node.toml', `[ssh]\n${line}\n`);
  return 'problems' in checked ? checked.problems.map(({ text }) => text).join('; ') : undefined;
}

describe('ssh of the inventory', () => {
  const taken = [
    `authorized_keys = ["ssh-ed25519 ${key} anna@example.net", "ssh-ed25519 ${key}"]`,
    `authorized_keys = []`,
    'user = "pi"\nport = 2222',
  ];
  for (const line of taken) it(`takes ${line.slice(0, 60)}`, () => assert.equal(problemOf(line), undefined));

  const refused: [string, RegExp][] = [
    ['user = "-oProxyCommand=x"', /is no name of a user such as "root"/],
    ['user = ""', /is no name of a user/],
    ['user = 1', /is no name of a user/],
    ['port = 0', /out of range, expected a whole number from 1 to 65535/],
    [`authorized_keys = "ssh-ed25519 ${key}"`, /is no list/],
    [`authorized_keys = ["ssh-rsa ${key}"]`, /is no public key/],
    [`authorized_keys = ["ssh-ed25519 ${key.slice(0, 30)}%"]`, /is no public key/],
    [`authorized_keys = ["command=\\"x\\" ssh-ed25519 ${key}"]`, /without options/],
    [`authorized_keys = ["ssh-ed25519 ${key} a\\nssh-ed25519 ${key} b"]`, /is no public key/],
    [`authorized_keys = ["ssh-ed25519 ${key} a", "ssh-ed25519 ${key} a"]`, /stands twice/],
    ['authorised_keys = []', /did you mean "authorized_keys"\?/],
  ];
  for (const [line, message] of refused)
    it(`refuses ${line.slice(0, 60)}`, () => assert.match(problemOf(line) ?? '', message));
});
