import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const top = join(import.meta.dirname, '../..');

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** Instructions of a Dockerfile: comments gone, continued lines joined. Pure. */
function parseDockerfile(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] =
        /^([A-Z]+)\s+(.*)$/.exec(line) ?? assert.fail(`no instruction: ${line}`);
      return { word, rest };
    });
}

const known = ['ARG', 'FROM', 'COPY', 'ENV', 'RUN', 'USER', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD', 'VOLUME'];
const dockerfiles = readdirSync(top).filter((name) => name.startsWith('Dockerfile.'));

test('there is a recipe for the agent and one for the controller', () => {
  assert.deepEqual(dockerfiles.sort(), ['Dockerfile.agent', 'Dockerfile.controller']);
});

for (const name of dockerfiles) {
  const instructions = parseDockerfile(readFileSync(join(top, name), 'utf8'));
  const all = (word: string) => instructions.filter((one) => one.word === word).map(({ rest }) => rest);

  test(`${name} has one stage on a base that the builder may choose`, () => {
    for (const { word } of instructions) assert.ok(known.includes(word), word);
    assert.deepEqual(all('FROM'), ['$BASE']);
    assert.match(all('ARG').join(), /^BASE=docker\.io\/library\/\S+:\S+$/);
    assert.ok(
      instructions.findIndex(({ word }) => word === 'ARG') <
        instructions.findIndex(({ word }) => word === 'FROM'),
    );
  });

  test(`${name} copies what is there, and .dockerignore lets it`, () => {
    const lets = readFileSync(join(top, '.dockerignore'), 'utf8').trim().split('\n');
    assert.equal(lets[0], '*');
    const sources = all('COPY').flatMap((rest) =>
      rest
        .split(/\s+/)
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1),
    );
    assert.ok(sources.length > 0);
    for (const source of sources) {
      // Packages are made before.
      if (!source.startsWith('packages/')) assert.ok(existsSync(join(top, source)), source);
      assert.ok(
        lets.some((line) => line === `!${source}` || source.startsWith(`${line.slice(1)}/`)),
        source,
      );
    }
  });

  test(`${name} ends as a user without root's rights, with the capability of the network alone`, () => {
    const [user = ''] = all('USER');
    assert.equal(all('USER').length, 1);
    assert.doesNotMatch(user, /^(0|root)\b/);
    const last = instructions.findLastIndex(({ word }) => word === 'RUN' || word === 'COPY');
    assert.ok(last < instructions.findIndex(({ word }) => word === 'USER'));
    const [entry = ''] = all('ENTRYPOINT');
    const words = JSON.parse(entry) as string[];
    assert.deepEqual(words.slice(1, 4), [
      '--inh-caps=-all,+net_admin',
      '--ambient-caps=-all,+net_admin',
      '--',
    ]);
    const [command = ''] = all('CMD');
    assert.deepEqual(JSON.parse(command), [name === 'Dockerfile.agent' ? 'run' : 'serve']);
  });
}

test('a line that is no instruction is none', () => {
  assert.throws(() => parseDockerfile('FROM a\nrun it\n'), /no instruction/);
  assert.deepEqual(parseDockerfile('# x\nRUN a \\\n && b\n'), [{ word: 'RUN', rest: 'a   && b' }]);
});
