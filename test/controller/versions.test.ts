import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareVersions, tooOld } from '../../shared/versions.ts';

describe('versions', () => {
  const cases: [string, string, number | undefined][] = [
    ['2.0.7', '2.0.8', -1],
    ['2.0.8', '2.0.8', 0],
    ['2.0.12', '2.0.8', 1],
    ['2.13', '2.0.8', 1],
    ['3.0.0', '2.0.8', 1],
    ['v2.0.7-12-gabc', '2.0.8', -1],
    ['1.6.8', '2.0.8', -1],
    ['5.2', '5.2.0', 0],
    ['5.1.21', '5.2', -1],
    ['5.10.0-28-amd64', '5.2', 1],
    ['4.19.0-26-amd64', '5.2', -1],
    ['6.1', '5.2', 1],
    ['', '5.2', undefined],
    ['unknown', '5.2', undefined],
  ];
  for (const [a, b, expected] of cases) {
    it(`compare "${a}" with "${b}"`, () => {
      const compared = compareVersions(a, b);
      assert.equal(compared === undefined ? undefined : Math.sign(compared), expected);
    });
  }

  it('that are too old are named with what is needed; one that is not known says nothing', () => {
    assert.deepEqual(tooOld({ birdVersion: '2.0.7', kernel: '4.19.0-26-amd64' }), [
      'BIRD 2.0.7, at least 2.0.8 is needed',
      'Linux 4.19.0-26-amd64, at least 5.2 is needed',
    ]);
    assert.deepEqual(tooOld({ birdVersion: '2.0.8', kernel: '5.2' }), []);
    assert.deepEqual(tooOld({}), []);
  });
});
