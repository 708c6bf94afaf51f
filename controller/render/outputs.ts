import type { LinkView } from '../view/view.ts';
import type { RenderJob } from './renderer.ts';

/** A file that a job makes. */
export interface Output {
  /** `service/file`. */
  readonly path: string;
  /** Path of its template. */
  readonly template: string;
  /** Permission bits. */
  readonly mode: number;
  /** The link that it is about; absent where it is about the node. */
  readonly link?: LinkView;
}

/** Rendered once a link instead of once a node; the file is named after the interface. */
const perLink = 'wireguard/link.conf.njk';

/** The files that a job makes, in the order of its templates and links. */
export function outputsOf({ templates, context }: RenderJob): Output[] {
  return templates.flatMap(([name, template]): Output[] => {
    if (name !== perLink) return [{ path: name.replace(/\.njk$/, ''), template, mode: 0o644 }];
    return context.links.map((link) => ({
      path: `wireguard/${link.interface}.conf`,
      template,
      mode: 0o600,
      link,
    }));
  });
}
