import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEnvironment } from '../../controller/render/environment.ts';
import { compileStrictly } from '../../controller/render/strict-compiler.ts';

const path = 'templates/bird/custom.conf.njk';
const evil = `a"^ran\`x\`^"b`;
/** As a text in a template, where nunjucks takes one for a name. */
const text = JSON.stringify(evil);
const refused = (found: string) => `${found} is no name, expected letters, digits and "_", no digit first`;

const templates: Readonly<Record<string, string>> = {
  'a filter': `{{ 1 | ${evil} }}`,
  'a filter of a block': `{% filter ${evil} %}x{% endfilter %}`,
  'a test': `{{ 1 is ${evil} }}`,
  'a test as a text': `{{ 1 is ${text} }}`,
  'a test with an argument': `{{ 1 is ${evil}(2) }}`,
  'a block': `{% block ${evil} %}x{% endblock %}`,
  'a macro': `{% macro ${evil}() %}x{% endmacro %}`,
  'a macro as a text': `{% macro ${text}() %}x{% endmacro %}`,
  'an argument': `{% macro m(${evil}) %}x{% endmacro %}`,
  'an argument with a default': `{% macro m(${text}=1) %}x{% endmacro %}`,
  'a variable': `{{ ${evil} }}`,
  'a variable that is set': `{% set ${text} = 1 %}`,
  'one of two variables of a loop': `{% for a, ${text} in {} %}x{% endfor %}`,
  'an import': `{% import "above" as ${text} %}`,
  'a part that is imported': `{% from "above" import ${text} %}`,
  'a part that is imported by another name': `{% from "above" import m as ${text} %}`,
};

for (const [what, template] of Object.entries(templates)) {
  test(`what is no name is refused with its line before it is code: ${what}`, () => {
    const [problem, ...others] = createEnvironment(new Map([[path, `\n${template}`]])).check(path);
    assert.deepEqual(others, []);
    assert.deepEqual(problem, { file: path, line: 2, text: refused(JSON.stringify(evil)) });
  });
}

test('the name of what is called stays inside its quotes', () => {
  const key = 'x\\"+globalThis.ran+"';
  const code = compileStrictly(`{{ node[${JSON.stringify(key)}]() }}`, path);
  assert.doesNotThrow(() => new Function(code));
  // In quotes it may be: what is left without any text is what would run.
  assert.doesNotMatch(code.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""'), /globalThis/);
});

test('an expression is no name', () => {
  const problems = createEnvironment(new Map([[path, '{% set a.b = 1 %}']])).check(path);
  assert.deepEqual(problems, [{ file: path, line: 1, text: refused('an expression') }]);
});

test('names as people write them are names', () => {
  const template =
    '{% macro _m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{% set x, y2 = 3 %}{{ _m(1) }}{{ x | string | upper }}{{ y2 is none }}{% block more %}!{% endblock %}';
  assert.equal(createEnvironment(new Map([[path, template]])).render(path, {}), '123false!');
});
