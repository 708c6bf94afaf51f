import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEnvironment } from '../../controller/render/environment.ts';
import { renderNode } from '../../controller/render/render.ts';

const path = 'templates/bird/custom.conf.njk';
const parts = '{% macro greet(name) %}hi {{ name }}{% endmacro %}';
const context = {
  node: { name: 'bonn' },
  vars: { a: 1, zero: 0, no: false, list: ['x', 'y'], nested: { deep: [] as string[] } },
  links: [],
};

/** What a template makes, or what is wrong with it. */
function outcome(text: string): string {
  const environment = createEnvironment(
    new Map([
      [path, text],
      ['templates/bird/_parts.conf.njk', parts],
      ['shipped/templates/bird/custom.conf.njk', 'shipped {{ node.name }}{% block more %}{% endblock %}'],
    ]),
  );
  const templates = [['bird/custom.conf.njk', path]] as const;
  const { files, problems } = renderNode(environment, { node: 'bonn', templates, context });
  const [problem] = problems;
  return problem === undefined
    ? (files[0]?.content ?? '')
    : `${problem.file}:${problem.line}: ${problem.text}`;
}

const missing = (expression: string, line = 1) =>
  `${path}:${line}: ${expression} has no value: set it, or say what holds without it: ${expression} | default(…)`;

const faults: Readonly<Record<string, string>> = {
  '{{ vars.colour }}': missing('vars.colour'),
  'a\n{% if vars.colour %}b{% endif %}': missing('vars.colour', 2),
  '\n\n{% for x in vars.servers %}{% endfor %}': missing('vars.servers', 3),
  '{% if not vars.colour %}{% endif %}': missing('vars.colour'),
  '{% if vars.no or vars.colour %}{% endif %}': missing('vars.colour'),
  '{% if "x" in vars.lists %}{% endif %}': missing('vars.lists'),
  '{{ "a" if vars.colour else "b" }}': missing('vars.colour'),
  '{% set x = vars.colour %}': missing('vars.colour'),
  '{{ vars.a.b.c }}': missing('vars.a.b'),
  '{{ vars["co" + "lour"] }}': missing('vars[an expression]'),
  '{{ colour }}': missing('colour'),
  '{{ colour() }}': missing('colour'),
  '{{ vars.nested.deep | first }}': missing('vars.nested.deep | first'),
  '{% macro m(a, b) %}{{ b }}{% endmacro %}{{ m(1) }}': missing('b'),
  '{% extends "above" %}{% block more %}\n{{ vars.colour }}{% endblock %}': missing('vars.colour', 2),
  '{{ node.constructor }}': missing('node.constructor'),
  '{{ node["__proto__"] }}': missing('node.__proto__'),
  '{{ vars.list.constructor }}': missing('vars.list.constructor'),
  '{{ range.constructor("return process")() }}': missing('range.constructor'),
  '{{ toString }}': missing('toString'),
  '{% include "bird/nothing.conf.njk" %}': `${path}:1: there is no template bird/nothing.conf.njk, expected "above" or <service>/<file>.njk`,
};

for (const [template, error] of Object.entries(faults)) {
  test(`a value that is not there is an error with its name and line: ${JSON.stringify(template)}`, () => {
    assert.equal(outcome(template), error);
  });
}

const texts: Readonly<Record<string, string>> = {
  '{{ vars.colour | default("red") }}{{ vars.shade.deep | d("x") }}': 'redx',
  '{% if vars.colour is defined %}a{% else %}b{% endif %}{{ vars.a is undefined }}': 'bfalse',
  '{{ vars.zero }}{{ vars.no }}{% if vars.zero %}x{% endif %}': '0false',
  '{% for x in vars.list %}{{ loop.index }}{{ x }}{{ "," if not loop.last }}{% endfor %}': '1x,2y',
  '{% for key, value in node %}{{ key }}={{ value }}{% endfor %}': 'name=bonn',
  '{{ "abc".toUpperCase() }} {{ vars.list.length }} {{ vars.list.join("-") }}': 'ABC 2 x-y',
  '{% set x = 3 %}{{ x + vars.a }}': '4',
  '{% import "bird/_parts.conf.njk" as parts %}{{ parts.greet("you") }}': 'hi you',
  '{% extends "above" %}{% block more %} and more{% endblock %}': 'shipped bonn and more',
  '{% include "above" %}!': 'shipped bonn!',
  '{% raw %}{{ vars.colour }}{% endraw %}': '{{ vars.colour }}',
};

for (const [template, text] of Object.entries(texts)) {
  test(`a template that reads what is there gives its text: ${JSON.stringify(template)}`, () => {
    assert.equal(outcome(template), text);
  });
}
