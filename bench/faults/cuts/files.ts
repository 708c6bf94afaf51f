import type { SourceTree } from '../../../controller/inventory/source.ts';
import { workTree } from '../../../lab/network/inventory.ts';
import type { LabNetwork } from '../../../lab/network/network.ts';
import { controller } from '../../../lab/topology/description.ts';
import type { Cut, Place } from './cut.ts';

/** Folder of a node in the inventory; each has a site of its own, of its name. */
function nodeFolder(node: string): string {
  return `sites/${node}/${node}/`;
}

/**
 * The files of a node with a cut, by path in the inventory. `label` makes the bundle one of its own, so that failures
 * of another case with the same cut do not count for it. Pure.
 */
export function filesWith(
  base: SourceTree,
  node: string,
  cut: Cut,
  place: Place,
  { label, windowS }: { readonly label: string; readonly windowS: number | undefined },
): Map<string, string> {
  const folder = nodeFolder(node);
  const files = filesOf(base, node);
  const values = files.get(`${folder}node.toml`) ?? '';
  const window = windowS === undefined ? '' : `\n[confirm]\nwindow_s = ${windowS}\n`;
  files.set(`${folder}node.toml`, `${values}${window}`);
  const templates = { 'bird/custom.conf': '', ...cut.templates(place) };
  for (const [name, text] of Object.entries(templates))
    files.set(`${folder}templates/${name}.njk`, name === 'bird/custom.conf' ? `# ${label}\n${text}` : text);
  return files;
}

/** The files of a node as the network has them. Pure. */
export function filesOf(base: SourceTree, node: string): Map<string, string> {
  return new Map([...base].filter(([path]) => path.startsWith(nodeFolder(node))));
}

/** Puts files of nodes into the controller's work tree, and takes away whatever else these nodes had there. */
export async function putFiles(
  { lab }: LabNetwork,
  nodes: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const script = `import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
const { root, gone, files } = JSON.parse(await text(process.stdin));
for (const folder of gone) rmSync(root + '/' + folder, { recursive: true, force: true });
for (const [path, content] of files) {
  mkdirSync(dirname(root + '/' + path), { recursive: true });
  writeFileSync(root + '/' + path, content);
}`;
  await lab.exec(controller, [process.execPath, '--input-type=module', '-e', script], {
    input: JSON.stringify({ root: workTree, gone: nodes.map(nodeFolder), files: [...files] }),
  });
}
