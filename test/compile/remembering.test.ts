import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CompiledNode, createCompiler } from '../../controller/compile.ts';
import { InventoryError } from '../../controller/inventory/problems.ts';
import type { LinkTurns } from '../../controller/view/link-turns.ts';
import { compile } from '../fakes/compile.ts';
import { fixedKeys } from './fixture.ts';
import { type Drawn, type Edit, edit, edited, filesOf } from './random-network.ts';

/** Anything that an admin may do between two compilations, beside coming and going nodes. */
type Step =
  | Edit
  | { readonly kind: 'enrolled'; readonly names: readonly string[] }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'file'; readonly path: string; readonly text: string | undefined };

const paths: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'network.toml': [
    'tags = ["a"]\n',
    'bgp.hold_time_s = 9\n',
    'bgp.origins = "neighbours"\n',
    'vars.x = 1\n',
    'mss_clamp = "maybe"\n',
    'mtu = [\n',
  ],
  'sites/north/site.toml': [
    undefined,
    '',
    'bfd.profile = "fast"\n',
    'asn = 65000\n',
    'lan = ["10.3.0.0/24"]\n',
  ],
  'sites/west/site.toml': [
    undefined,
    'vars.x = 2\n',
    'accept_default = true\n',
    'announce_connected = ["eth1"]\n',
  ],
  'sites/west/templates/bird/custom.conf.njk': [undefined, '# {{ vars.x }}\n', '# {{ node.name }}\n'],
  'templates/bird/custom.conf.njk': [
    undefined,
    '# {{ vars.x }}\n',
    '# {% if tags %}{{ node.asn }}{% endif %}\n',
    '{% if',
  ],
  'templates/bird/bfd.conf.njk': [
    undefined,
    '{% extends "above" %}',
    '{% include "bird/custom.conf.njk" %}\n',
  ],
};

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: edit },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('enrolled' as const),
      names: fc.uniqueArray(fc.constantFrom('aalen', 'bonn', 'celle', 'dachau', 'x')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('version' as const), version: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...Object.keys(paths))
      .chain((path) =>
        fc.constantFrom(...(paths[path] ?? [])).map((text): Step => ({ kind: 'file', path, text })),
      ),
  },
);

/** Two pairs that have nothing to do with each other, so that an edit leaves nodes as they are. */
const start: Drawn = {
  hubs: new Map(),
  nodes: new Map(
    ['aalen', 'bonn', 'celle', 'dachau'].map((name, index) => [
      name,
      {
        site: name,
        groups: [index < 2 ? 'backbone' : 'quartz'],
        endpoint: 'auto',
        base: 51_821,
        mtu: 1420,
        psk: true,
      },
    ]),
  ),
};

interface State {
  readonly network: Drawn;
  readonly enrolled: ReadonlySet<string>;
  readonly version: number;
  /** Files beside those of the nodes; of `network.toml` what is put in front. */
  readonly files: ReadonlyMap<string, string | undefined>;
}

function after(state: State, change: Step): State {
  switch (change.kind) {
    case 'enrolled':
      return { ...state, enrolled: new Set(change.names) };
    case 'version':
      return { ...state, version: change.version };
    case 'file':
      return { ...state, files: new Map([...state.files, [change.path, change.text]]) };
    default:
      return { ...state, network: edited(state.network, change) };
  }
}

/** Links of Bonn that are on their way to another key, and have it. */
function turnsOf(version: number): LinkTurns {
  const publicKey = Buffer.alloc(32, version).toString('base64');
  return (node, peer) => {
    if (node !== 'bonn' || version === 1) return { version: 1, isDrained: false };
    return { version, isDrained: peer < 'c' && version % 2 === 0, publicKey };
  };
}

function treeOf(state: State, generated: ReadonlyMap<string, string>): Map<string, string> {
  const tree = filesOf(state.network);
  for (const [path, text] of state.files) {
    if (path === 'network.toml') tree.set(path, `${text}${tree.get(path) ?? ''}`);
    else if (text !== undefined) tree.set(path, text);
  }
  if (generated.size > 0)
    for (const path of tree.keys()) if (path.startsWith('generated/')) tree.delete(path);
  return new Map([...tree, ...generated]);
}

test('a compiler that remembers gives what a new one gives, errors too, whatever was compiled before', () => {
  const outcomes = { compiled: 0, refused: 0, kept: 0 };
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
      const compiler = createCompiler();
      const enrolled = new Set([...start.nodes.keys(), 'erfurt', 'x']);
      let state: State = { network: start, enrolled, version: 1, files: new Map() };
      let generated: ReadonlyMap<string, string> = new Map();
      const files = new Map<object, CompiledNode>();
      for (const change of steps) {
        state = after(state, change);
        const routers = [...state.network.nodes.keys()].filter((node) => state.enrolled.has(node));
        const input = {
          tree: treeOf(state, generated),
          keys: fixedKeys(routers),
          pskVersion: (name: string) => (name.includes('bonn') ? state.version : 1),
          turns: turnsOf(state.version),
        };
        const outcome = (one: typeof compiler) => {
          try {
            return compile(input, one);
          } catch (error) {
            if (error instanceof InventoryError) return error.problems;
            throw error;
          }
        };
        const [remembered, fresh] = [outcome(compiler), outcome(createCompiler())];
        assert.deepEqual(remembered, fresh);
        if ('generated' in fresh) {
          // Whoever renders keeps a node's files as long as its input is the identical object.
          for (const { model, input: identity } of compiler.compile(input).nodes) {
            const node: CompiledNode | undefined = fresh.nodes.find(({ name }) => name === model.name);
            const kept = files.get(identity);
            if (kept !== undefined) {
              assert.deepEqual(node, kept, `${model.name} differs, and its input does not`);
              outcomes.kept++;
            } else if (node !== undefined) files.set(identity, node);
          }
        }
        if ('generated' in remembered) {
          generated = remembered.generated;
          outcomes.compiled++;
        } else outcomes.refused++;
      }
    }),
    { numRuns: 60 },
  );
  // Both have to happen, or this shows less than it says.
  assert.ok(outcomes.compiled > 50, JSON.stringify(outcomes));
  assert.ok(outcomes.refused > 0 && outcomes.kept > 20, JSON.stringify(outcomes));
});
