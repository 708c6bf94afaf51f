import { files as goodFiles, psk } from '../../../test/agent/cycle-fixture.ts';
import { makeBundle } from '../../../test/fakes/bundles.ts';
import { AgentScreen } from '../agent-screen.ts';
import { RoutersEnd } from '../routers-end.ts';
import type { EntranceKind } from './entrance.ts';

const bird = 'router id 10.0.0.1;\nprotocol device {}\n';
const linkFile = 'wireguard/tl-hamburg.conf';
const settings = 'agent/settings.toml';

type Files = Record<string, string>;

/** A bundle's files with the text in one place, by a controller (or whoever signs for it) that means harm. */
function bundlesOf(text: string): [string, Files][] {
  const good: Files = { ...goodFiles('hamburg'), 'bird/bird.conf': bird };
  const link = good[linkFile] ?? '';
  const inLink = (key: string): [string, Files] => [
    `${linkFile}, ${key}`,
    { ...good, [linkFile]: link.replace(new RegExp(`^${key} = .*$`, 'm'), () => `${key} = ${text}`) },
  ];
  const inSettings = (key: string): [string, Files] => [
    `${settings}, ${key}`,
    {
      ...good,
      [settings]: (good[settings] ?? '').replace(
        new RegExp(`^${key} = .*$`, 'm'),
        () => `${key} = "${text}"`,
      ),
    },
  ];
  const names = [
    'T',
    'site/T',
    'bird/T',
    'wireguard/T',
    'wireguard/tl-T.conf',
    'agent/T',
    'T/rules',
    'site/a/T',
    '../T',
    '/T',
  ];
  return [
    ...names.map((name): [string, Files] => [
      `a file ${name}`,
      { ...good, [name.replace('T', () => text)]: 'x\n' },
    ]),
    ...[
      'PrivateKey',
      'ListenPort',
      'FwMark',
      'Address',
      'MTU',
      'PublicKey',
      'PresharedKey',
      'AllowedIPs',
      'Endpoint',
    ].map(inLink),
    [`${linkFile}, a key`, { ...good, [linkFile]: `${link}${text} = 1\n` }],
    [`${linkFile}, a line`, { ...good, [linkFile]: `${link}${text}\n` }],
    ...['node', 'loopback_v4', 'loopback_v6', 'peer', 'interface', 'session'].map(inSettings),
    [`${settings}, a line`, { ...good, [settings]: `${good[settings]}${text}\n` }],
    ['a file of a service', { ...good, 'site/rules': text }],
    [
      'a description of BIRD',
      { ...good, 'bird/bird.conf': `${bird}protocol static tl_x {\n description "${text}";\n ipv4;\n}\n` },
    ],
    ['an include of BIRD', { ...good, 'bird/bird.conf': `${bird}include "${text}";\n` }],
  ];
}

/** Names and contents in bundles that are signed as they should be. */
export const bundles: EntranceKind = {
  name: 'bundles',
  async open(grounds) {
    const router = await RoutersEnd.of(grounds, 'router');
    const screen = await AgentScreen.of(grounds);
    let release = 0;
    return {
      async try(text, notes) {
        for (const [what, files] of bundlesOf(text)) {
          release++;
          await notes.attempt(what, () =>
            router.take(makeBundle({ release, files, secrets: [psk], confirmWindowS: 1 })),
          );
        }
        await screen.show(text, router.reason(), notes);
        router.requireOnlyKeys(notes);
      },
    };
  },
};
