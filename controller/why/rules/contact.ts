import { span } from '../../../shared/span.ts';
import { listed } from '../../text.ts';
import type { NodeFacts } from '../facts.ts';
import { bothWays, type Cause, layersOf, type Rule, type Scene } from '../scene.ts';
import { hears } from '../tunnel-state.ts';

/** A release activated so shortly before a node was lost may be why, in seconds. */
const shortlyS = 180;

/** Nodes that are none of the network now. */
export const standing: Rule = (scene) => scene.concerned.flatMap((node) => standingOf(scene, node));

function standingOf({ linksOf }: Scene, { name, standing: now, pending }: NodeFacts): Cause[] {
  const explains = [
    { node: name, isSilent: true as const },
    ...linksOf(name).flatMap((link) => layersOf(link, 'tunnel')),
  ];
  const about = { about: name, certainty: 'certain', explains } as const;
  switch (now) {
    case 'expected':
      return [
        {
          ...about,
          cause: 'not-enrolled',
          text: `no router is enrolled as ${name}`,
          evidence: [
            pending === 0 ? 'no router waits for approval' : `routers that wait for approval: ${pending}`,
          ],
          whatToDo:
            pending === 0
              ? ["on the router: towline-agent enroll '<join string>' (towline status shows it)"]
              : ['towline pending', `towline approve CODE --node ${name}`],
        },
      ];
    case 'revoked':
      return [
        {
          ...about,
          cause: 'revoked',
          text: `the router of ${name} was revoked: its tunnel and calls are refused`,
          evidence: ['who did it, and when: towline events'],
          whatToDo: [
            `to take the place: enroll another router, then towline approve CODE --node ${name}`,
            "its neighbours' links to it go with the next commit and activate",
          ],
        },
      ];
    case 'removed':
      return [
        {
          ...about,
          cause: 'removed',
          text: `${name} was removed from the network`,
          evidence: ['who did it, and when: towline events'],
          whatToDo: [`to bring it back: towline rollback to a release that had ${name}`],
        },
      ];
    default:
      return [];
  }
}

/** Nodes that say nothing: what their neighbours and the tunnel say tells the agent from the tunnel and the machine. */
export const silence: Rule = (scene) =>
  scene.concerned.flatMap((node) => {
    if (node.answer !== undefined || scene.isSilenceExplained(node.name)) return [];
    if (node.silence !== 'away' && node.silence !== 'late') return [];
    return silenceOf(scene, node);
  });

function silenceOf(scene: Scene, node: NodeFacts): Cause[] {
  const { name, echo } = node;
  const { heard, deaf } = witnesses(scene, name);
  const evidence = [
    node.silence === 'away' ? 'it is not in contact with the controller' : 'its agent does not answer',
    ...(node.heardAgeS === undefined ? [] : [`its last report came ${span(node.heardAgeS)} ago`]),
    ...(echo === undefined ? [] : [`pings in the management tunnel: ${echo}`]),
    ...(heard.length === 0 ? [] : [`links on which its neighbours hear it: ${listed(heard)}`]),
    ...(deaf.length === 0 ? [] : [`neighbours that hear nothing of it: ${listed(deaf)}`]),
    ...(node.publicAddress === '' ? [] : [`its tunnel came from ${node.publicAddress} last`]),
    ...lately(node),
  ];
  const explains = [{ node: name, isSilent: true }] as const;
  const common = { about: name, evidence };
  if (echo === 'answered' && node.silence === 'late') {
    // At the other end of a link it says nothing of the link.
    if (!scene.subjects.includes(node)) return [];
    return [
      {
        ...common,
        cause: 'agent-slow',
        text: `the agent of ${name} is in contact and answers late, or not at all: it hangs, or its router is busy`,
        certainty: 'likely',
        whatToDo: [
          `towline why ${name} once more; on the router: uptime`,
          'on the router: systemctl restart towline-agent',
        ],
        explains,
      },
    ];
  }
  if (echo === 'answered') {
    return [
      {
        ...common,
        cause: 'agent-stopped',
        text: `the router of ${name} is there and its agent does not speak: what was configured goes on working`,
        certainty: 'certain',
        whatToDo: [
          'on the router: systemctl restart towline-agent (or rc-service towline-agent restart)',
          'on the router: journalctl -u towline-agent',
        ],
        explains,
      },
    ];
  }
  if (heard.length > 0) {
    return [
      {
        ...common,
        cause: 'tunnel-blocked',
        text: `${name} works, and only its management tunnel is cut`,
        certainty: 'certain',
        whatToDo: [
          `at the line of ${name}, and here: let UDP to the controller's WireGuard port pass`,
          'on the router: towline-agent status shows where it looks for the controller',
        ],
        explains,
      },
    ];
  }
  const all = scene.linksOf(name);
  return [
    {
      ...common,
      cause: 'line-or-power',
      text: `nobody hears ${name}: its line or its power is gone`,
      certainty: deaf.length > 0 && deaf.length === all.length ? 'likely' : 'possible',
      whatToDo: [`look at line and power of ${name}; without it: towline node history ${name}`],
      explains: [...explains, ...all.flatMap((link) => layersOf(link, 'tunnel'))],
    },
  ];
}

/** What those at the other ends of a node's links say of it. */
function witnesses({ linksOf, facts, tunnelOf }: Scene, name: string) {
  const [heard, deaf]: [string[], string[]] = [[], []];
  for (const link of linksOf(name)) {
    for (const [end, other] of bothWays(link)) {
      if (other.node !== name || end.seen === undefined) continue;
      if (facts.nodes.get(end.node)?.answer === undefined) continue;
      (tunnelOf(link) === 'works' || hears(end.seen) ? heard : deaf).push(end.node);
    }
  }
  return { heard: heard.sort(), deaf: deaf.sort() };
}

function lately({ awayS, activatedS, desiredRelease }: NodeFacts): string[] {
  if (awayS === undefined) return [];
  const gone = `away for ${span(awayS)}`;
  const afterS = activatedS === undefined ? -1 : activatedS - awayS;
  if (afterS < 0 || afterS > shortlyS) return [gone];
  return [`${gone}: it went ${span(afterS)} after release ${desiredRelease} was activated`];
}

/** The controller's own endpoint does not resolve: nodes that come back do not find it. */
export const controllerName: Rule = ({ facts, subjects }) => {
  const gone = subjects.filter(({ silence: why }) => why === 'away' || why === 'late');
  if (gone.length === 0) return [];
  return facts.controllerNames
    .filter(({ error }) => error !== '')
    .map(({ name, error }) => ({
      cause: 'controller-name',
      about: name,
      text: `the controller's own endpoint ${name} has no address`,
      certainty: 'likely',
      evidence: [`the controller's resolver says: ${error}`],
      whatToDo: [`mend the DNS records of ${name}, or: towline tunnel move --endpoint ADDRESS`],
    }));
};

/** A second router with the identity of a node. */
export const clones: Rule = ({ subjects }) =>
  subjects.flatMap(({ name, clone }) =>
    clone === undefined
      ? []
      : [
          {
            cause: 'clone',
            about: name,
            text: `a second router has the identity of ${name}`,
            certainty: 'certain',
            evidence: [`${clone.hostName} at ${clone.address} asked to join with its keys and was refused`],
            whatToDo: [
              'on the copy: remove /var/lib/towline/keys and enrollment.json, and let it ask anew',
              `if its disk was stolen: towline node revoke ${name}`,
            ],
          },
        ],
  );

/** Agents that cannot be asked: the diagnosis rests on reports alone. */
export const outdated: Rule = ({ subjects }) =>
  subjects
    .filter(({ silence: why }) => why === 'old')
    .map(({ name }) => ({
      cause: 'agent-outdated',
      about: name,
      text: `the agent of ${name} answers no questions: what is said of it are its reports`,
      certainty: 'certain',
      evidence: [],
      whatToDo: [`upgrade towline-agent on ${name}`],
    }));
