import { listed } from '../../text.ts';
import type { Cause, Rule } from '../scene.ts';

/** Prefixes that a node does not announce, since it does not have them itself. */
export const unannounced: Rule = ({ subjects }) =>
  subjects.flatMap(({ name, answer }): Cause[] => {
    if (answer === undefined || answer.unannounced.length === 0 || answer.birdState !== 'running') return [];
    const what = listed(answer.unannounced);
    return [
      {
        cause: 'lan-down',
        about: name,
        text: `${name} does not announce ${what}: no interface that is up has it, and no route`,
        certainty: 'certain',
        evidence: [`BIRD of ${name} has no route of its own to ${what}`],
        whatToDo: [
          `on ${name}: ip address; is the LAN's interface up, with its cable, and has its address?`,
          `where it is gone for good: towline set lan '[…]' --node ${name}; then commit and activate`,
        ],
      },
    ];
  });

/** A kernel that does not forward. */
export const forwarding: Rule = ({ subjects }) =>
  subjects.flatMap(({ name, answer }): Cause[] => {
    if (answer === undefined || (answer.forwardsIpv4 && answer.forwardsIpv6)) return [];
    const off = [...(answer.forwardsIpv4 ? [] : ['IPv4']), ...(answer.forwardsIpv6 ? [] : ['IPv6'])];
    const sysctls = [
      ...(answer.forwardsIpv4 ? [] : ['net.ipv4.ip_forward=1']),
      ...(answer.forwardsIpv6 ? [] : ['net.ipv6.conf.all.forwarding=1']),
    ];
    return [
      {
        cause: 'forwarding-off',
        about: name,
        text: `the kernel of ${name} forwards no ${off.join(' and no ')}`,
        certainty: 'certain',
        evidence: sysctls.map((wanted) => `${wanted.replace(/=1$/, '')} is 0`),
        whatToDo: [
          `on ${name}: sysctl -w ${sysctls.join(' ')}; look in /etc/sysctl.d for what switches it off`,
          'restarting towline-agent sets it as well',
        ],
      },
    ];
  });

/** Policy rules that lead packets into the links. */
export const rules: Rule = ({ subjects }) =>
  subjects.flatMap(({ name, answer }): Cause[] => {
    if (answer === undefined || answer.missingRules.length === 0) return [];
    return [
      {
        cause: 'rules-missing',
        about: name,
        text: `${name} lacks policy rules of ${answer.missingRules.join(' and ')}: its traffic does not enter the links`,
        certainty: 'certain',
        evidence: [`on ${name}: ip rule show lacks the rules 7400 or 7401`],
        whatToDo: [
          `on ${name}: restart towline-agent, which sets them; and find what flushes ip rules`,
          `towline set drift repair --node ${name}: it does so by itself from then on`,
        ],
        explains: [{ node: name, drift: /^rules:/ }],
      },
    ];
  });

/** Reverse path filters that drop what links carry. */
export const strictFilter: Rule = ({ subjects }) =>
  subjects.flatMap(({ name, answer }): Cause[] => {
    if (answer === undefined || answer.strictFilters.length === 0) return [];
    return [
      {
        cause: 'rp-filter-strict',
        about: name,
        text: `the kernel of ${name} drops what arrives by another interface than it would answer by`,
        certainty: 'likely',
        evidence: [`rp_filter is 1 on ${listed(answer.strictFilters)}`],
        whatToDo: [`on ${name}: set net.ipv4.conf.*.rp_filter to 2; restarting towline-agent does so`],
      },
    ];
  });

/** No way to the other node, though nothing was found that would explain it. */
export const noRoute: Rule = (scene) => {
  const { facts, subjects } = scene;
  const [first, second] = subjects;
  if (first?.answer === undefined || second?.answer === undefined || facts.path.length > 0) return [];
  const isExplained = [first, second].some(({ name, answer }) => {
    const links = scene.linksOf(name);
    const isCut = links.length > 0 && links.every((link) => scene.isExplained(link, 'bgp'));
    return isCut || answer?.birdState !== 'running' || answer.missingRules.length > 0;
  });
  if (isExplained) return [];
  return [
    {
      cause: 'route-missing',
      about: `${first.name}--${second.name}`,
      text: `${first.name} has no route to ${second.name}`,
      certainty: 'certain',
      evidence: [`on ${first.name}: the loopback of ${second.name} leads into no link`],
      whatToDo: [
        'towline check: are the two connected by the inventory?',
        `on ${first.name}: birdc show route all`,
      ],
    },
  ];
};
