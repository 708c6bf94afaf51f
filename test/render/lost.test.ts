import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lostIn } from '../../controller/render/lost.ts';

const above = [
  'a\n{% block timers %}{% block inner %}{% endblock %}{% endblock %}',
  '{% block log %}{% endblock %}',
];

const fine = [
  'no extends, {% block anything %}{% endblock %}',
  '{% extends "above" %}\n{# a comment #}\n{% set x = 1 %}{% block timers %}t{% endblock %}\n',
  '{% extends "above" %}{% block log %}{% endblock %}{% block inner %}{% block own %}{% endblock %}{% endblock %}',
  '{% include "above" %}and more',
];
for (const template of fine) {
  test(`a template loses nothing: ${JSON.stringify(template)}`, () => {
    assert.deepEqual(lostIn(template, above), []);
  });
}

test('text outside of blocks is told with its line', () => {
  const [lost, ...others] = lostIn(
    '{% extends "above" %}\n\n\nlog all;\n{% block log %}{% endblock %}',
    above,
  );
  assert.deepEqual([lost?.line, others], [4, []]);
  assert.match(lost?.text ?? '', /text outside of a block is lost.*include "above"/);
});

test('a block that no template above has is told with those that there are', () => {
  const lost = lostIn(
    '{% extends "above" %}{% block timer %}{% endblock %}\n{% block x %}{% endblock %}',
    above,
  );
  assert.deepEqual(
    lost.map(({ line, text }) => `${line}: ${text.split(':')[0]}`),
    [
      '1: no template above has a block "timer", did you mean "timers"?',
      '2: no template above has a block "x" (they have inner, log, timers)',
    ],
  );
  assert.match(
    lostIn('{% extends "above" %}{% block x %}{% endblock %}', ['text'])[0]?.text ?? '',
    /\(they have none\)/,
  );
});
