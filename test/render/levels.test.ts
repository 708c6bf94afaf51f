import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEnvironment } from '../../controller/render/environment.ts';

const asking = 'sites/alfa/templates/bird/a.conf.njk';
const others: readonly (readonly [string, string])[] = [
  ['shipped/templates/bird/a.conf.njk', 'shipped'],
  ['templates/bird/_x.njk', 'top'],
  ['sites/alfa/templates/bird/_y.njk', 'own'],
  ['sites/bravo/templates/bird/_x.njk', 'of bravo'],
  ['sites/alfa/one/templates/bird/_z.njk', 'of a node below'],
];
const environment = (text: string) => createEnvironment(new Map([...others, [asking, text]]));

for (const name of [
  'sites/bravo/templates/bird/_x.njk',
  'sites/alfa/templates/bird/_y.njk',
  'shipped/templates/bird/a.conf.njk',
  'templates/bird/_x.njk',
  'bird/_z.njk',
  '../../bravo/templates/bird/_x.njk',
]) {
  for (const statement of ['include', 'import', 'extends']) {
    test(`a template cannot ${statement} what is not of its own levels by name: ${name}`, () => {
      const text = `{% ${statement} ${JSON.stringify(name)}${statement === 'import' ? ' as x' : ''} %}`;
      assert.throws(
        () => environment(text).render(asking, {}),
        (error: Error) =>
          error.message.includes(`there is no template ${name}, expected "above" or <service>/<file>.njk`),
      );
    });
  }
}

test('a template takes what is above it, and what the nearest of its levels has', () => {
  const text = '{% include "above" %}, {% include "bird/_x.njk" %}, {% include "bird/_y.njk" %}';
  assert.equal(environment(text).render(asking, {}), 'shipped, top, own');
});

test('a template that another site has rendered before is no way round', () => {
  const both = environment('{% include "sites/bravo/templates/bird/_x.njk" %}');
  assert.equal(both.render('sites/bravo/templates/bird/_x.njk', {}), 'of bravo');
  assert.throws(() => both.render(asking, {}), /there is no template sites\/bravo/);
});
