import { bothWays, type Cause, layersOf, nameOf, type Rule } from '../scene.ts';
import { short } from '../words.ts';

/** What somebody changed by hand at a link's interface. It explains what does not work above. */
export const wireguardChanged: Rule = ({ facts, concerned }) =>
  facts.links.flatMap((link) =>
    bothWays(link).flatMap(([end, { node: peer }]): Cause[] => {
      const { seen, node } = end;
      if (seen === undefined || seen.faults.length === 0 || !concerned.some(({ name }) => name === node))
        return [];
      const isMissing = seen.mtu === 0;
      return [
        {
          cause: isMissing ? 'interface-missing' : 'wireguard-changed',
          about: nameOf(link),
          text: isMissing
            ? `${node} has no interface ${seen.interface}, the link to ${peer}`
            : `${seen.interface} on ${node}, the link to ${peer}, is not as its bundle says`,
          certainty: 'certain',
          evidence: seen.faults.map((fault) => `${node}: ${short(fault)}`),
          whatToDo: [
            `towline set drift repair --node ${node}, then commit and activate: the agent puts it back within a minute`,
            `or on ${node}: restart towline-agent`,
          ],
          explains: [
            ...layersOf(link, 'tunnel'),
            { node, drift: new RegExp(`\\b${escaped(seen.interface)}\\b`) },
          ],
        },
      ];
    }),
  );

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
