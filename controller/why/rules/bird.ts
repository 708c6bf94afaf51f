import { type Cause, layersOf, type Rule } from '../scene.ts';

/** Causes, words and ways out by state. A map: a router may call its state as it likes. */
const words: ReadonlyMap<string, readonly [cause: string, text: string, whatToDo: string]> = new Map([
  ['absent', ['bird-absent', 'does not run', 'look in its log; restarting towline-agent starts it']],
  ['silent', ['bird-silent', 'runs and does not answer', 'kill -KILL its process: the agent starts it anew']],
  [
    'foreign',
    ['bird-foreign', 'does not answer: another program has its socket', 'mend bird.socket in agent.toml'],
  ],
  ['restarting', ['bird-restarting', 'is on its way down or up', 'ask again in a moment']],
]);

/** BIRD of a node does not run or answer: no session of it can be up. */
export const bird: Rule = ({ concerned, linksOf }) =>
  concerned.flatMap(({ name, answer, runningRelease }): Cause[] => {
    const [cause, text, way] = words.get(answer?.birdState ?? '') ?? [];
    if (cause === undefined || runningRelease === 0) return [];
    return [
      {
        cause,
        about: name,
        text: `BIRD of ${name} ${text}: it has no routes to other sites`,
        certainty: 'certain',
        evidence: [`the agent of ${name} finds BIRD ${answer?.birdState}`],
        whatToDo: [`on ${name}: ${way}`],
        explains: [
          ...linksOf(name).flatMap((link) => layersOf(link, 'bfd')),
          { node: name, drift: /^bird:/ },
        ],
      },
    ];
  });
