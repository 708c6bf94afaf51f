import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { psk } from '../../../test/agent/cycle-fixture.ts';
import { compileAll, inventory } from '../../../test/compile/fixture.ts';
import { makeBundle } from '../../../test/fakes/bundles.ts';
import { RoutersEnd } from '../routers-end.ts';
import { Station } from '../station.ts';
import type { EntranceKind } from './entrance.ts';
import { tomlText } from './toml-text.ts';

const word = '{{ vars.word }}';

/** Where an admin's own templates print a value: each makes a file of a bundle. */
const places: Readonly<Record<string, readonly [string, (shipped: string) => string]>> = {
  'a comment of BIRD': ['bird/custom.conf', () => `# ${word}\n`],
  'a text of BIRD': [
    'bird/custom.conf',
    () => `protocol static tl_word {\n  description "${word}";\n  ipv4;\n}\n`,
  ],
  'a statement of BIRD': ['bird/custom.conf', () => `${word}\n`],
  'a comment of WireGuard': ['wireguard/link.conf', (shipped) => `# ${word}\n${shipped}`],
  'an endpoint': ['wireguard/link.conf', (shipped) => shipped.replace('{{ link.endpoint }}', word)],
  'a key of WireGuard': ['wireguard/link.conf', (shipped) => shipped.replace('{{ link.public_key }}', word)],
  'an address': ['wireguard/link.conf', (shipped) => shipped.replace(/Address = .*/, `Address = ${word}`)],
  'a pre-shared key': ['wireguard/link.conf', (shipped) => shipped.replace('{{ link.psk }}', word)],
  'the name in the settings': [
    'agent/settings.toml',
    (shipped) => shipped.replace('"{{ node.name }}"', `"${word}"`),
  ],
  'a gate in the settings': [
    'agent/settings.toml',
    (shipped) => shipped.replace(/confirm_require = .*/, `confirm_require = ["ping:${word}"]`),
  ],
  'a file of a service': ['site/rules', () => `${word}\n`],
};

/** Values of the inventory that templates print: into files of WireGuard and BIRD, settings, and files of a service. */
export const templates: EntranceKind = {
  name: 'templates',
  async open(grounds) {
    const station = await Station.open(grounds);
    await station.write('templates/site/rules.njk', `${word}\n`);
    await station.write('sites/hamburg/templates/bird/custom.conf.njk', `# ${word}\n`);
    const routed = await RoutersEnd.of(grounds, 'routed', station);
    const own = await RoutersEnd.of(grounds, 'own');
    const shipped = await shippedTemplates();
    let release = 0;

    /** In this process: what comes of it is put on a router, whatever a controller would say to it. */
    const put = async (text: string, place: string) => {
      const [file, change] = places[place] ?? ['', String];
      const network = networkWith(text, { [`templates/${file}.njk`]: change(shipped[file] ?? '') });
      const { files } = compileAll(network).nodes.find(({ name }) => name === 'berlin') ?? { files: [] };
      release++;
      const contents = Object.fromEntries(files.map(({ path, content }) => [path, content]));
      await own.take(makeBundle({ release, files: contents, secrets: [psk], confirmWindowS: 5 }));
    };
    return {
      async try(text, notes) {
        for (const place of Object.keys(places)) await notes.attempt(place, () => put(text, place));
        own.requireOnlyKeys(notes);
        const [isSet] = await station.look(
          notes,
          ['set', 'vars.word', JSON.stringify(text)],
          ['get', 'vars'],
          ['get', 'vars', '--json'],
        );
        await station.look(notes, ['set', 'services', '["site"]'], ['set', 'tags', JSON.stringify([text])]);
        await station.look(notes, ['get', '--effective', 'berlin'], ['plan'], ['check']);
        const [code] = await station.look(notes, [
          'commit',
          '-m',
          text.slice(0, 5_000).replaceAll('\0', '') || 'x',
        ]);
        await station.look(notes, ['log'], ['release', 'list', '--json']);
        if (isSet !== 0 || code !== 0) return;
        await notes.attempt('a bundle of the controller', () => routed.takeNewest());
        const rules = await readFile(join(routed.destination, 'rules'), 'utf8').catch(() => undefined);
        if (rules !== undefined && rules !== `${text}\n`)
          notes.wrong(`rules are ${JSON.stringify(rules.slice(0, 80))}`);
      },
    };
  },
};

/** The shipped templates that are changed, by the file that each makes. */
async function shippedTemplates(): Promise<Record<string, string>> {
  const files = new Set(Object.values(places).map(([file]) => file));
  const texts = [...files].map(async (file) => {
    const path = join(projectFolder(), 'templates', `${file}.njk`);
    return [file, await readFile(path, 'utf8').catch(() => '')] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** Two sites and their own templates, with the text among the values. */
function networkWith(text: string, own: Readonly<Record<string, string>>): Map<string, string> {
  return inventory({
    'network.toml': `name = "hostile"\nservices = ["site"]\n[vars]\nword = ${tomlText(text)}\n`,
    'sites/berlin/site.toml': '',
    'sites/berlin/berlin/node.toml': '',
    'sites/hamburg/site.toml': '',
    'sites/hamburg/hamburg/node.toml': '',
    'templates/site/more.njk': '',
    ...own,
  });
}
