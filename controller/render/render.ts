import nunjucks from 'nunjucks';
import { messageOf } from '../../shared/errors.ts';
import { InventoryError } from '../inventory/problems.ts';
import type { NodeModel } from '../model/network.ts';
import type { NodeView } from '../view/view.ts';
import { LevelLoader, nearestTemplates, type TemplateTree } from './loader.ts';

/** One file of a bundle before it is signed: `service/file`, text, permission bits. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

/** Rendered once a link instead of once a node; the file is named after the interface. */
const perLink = 'wireguard/link.conf.njk';

/** Renders a node's files, sorted by path. Throws InventoryError naming template and node. */
export type Renderer = (node: NodeModel, view: NodeView) => RenderedFile[];

/** A renderer over a tree of templates; each template is compiled once. */
export function createRenderer(tree: TemplateTree): Renderer {
  const environment = new nunjucks.Environment(new LevelLoader(tree), {
    autoescape: false,
    throwOnUndefined: true,
  });
  const bySite = new Map<string, Map<string, string>>();

  const text = (template: string, node: NodeModel, context: object): string => {
    try {
      return environment.render(template, context);
    } catch (error) {
      const reason = messageOf(error)
        .replace(/^\(.*?\)\s*/, '')
        .replaceAll(/\s*\n\s*/g, ' ');
      throw new InventoryError([
        { file: template.replace(/^shipped\//, ''), text: `for node ${node.name}: ${reason}` },
      ]);
    }
  };

  return (node, view) => {
    const key = `${node.site}/${node.name}`;
    const templates = bySite.get(key) ?? nearestTemplates(tree, node.site, node.name);
    bySite.set(key, templates);
    const files: RenderedFile[] = [];
    for (const [name, template] of templates) {
      if (name === perLink) {
        for (const link of view.links) {
          const content = text(template, node, { ...view.context, link });
          files.push({ path: `wireguard/${link.interface}.conf`, content, mode: 0o600 });
        }
      } else {
        files.push({
          path: name.replace(/\.njk$/, ''),
          content: text(template, node, view.context),
          mode: 0o644,
        });
      }
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  };
}
