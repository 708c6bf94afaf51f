import * as z from 'zod';
import { printable } from '../inventory/found.ts';
import type { Problem } from '../inventory/problems.ts';
import type { LinkView } from '../view/view.ts';
import type { TemplateTree } from './templates.ts';

/** One file of a bundle before it is signed: `service/file`, text, permission bits. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

/** Everything that it takes to render one node: values only, so that it can go to another process. */
export interface RenderJob {
  readonly node: string;
  /** Template name (`service/file.njk`) and the path of the nearest one, sorted by name. */
  readonly templates: readonly (readonly [name: string, path: string])[];
  readonly context: Readonly<Record<string, unknown>> & { readonly links: readonly LinkView[] };
}

/** A node's files, sorted by path, or what is wrong with its templates. */
export interface RenderedNode {
  readonly node: string;
  readonly files: readonly RenderedFile[];
  readonly problems: readonly Problem[];
}

/** Renders nodes with the templates of a tree, in the order of the jobs. */
export interface Renderer {
  /** Starts a process while there is other work to do. */
  warm(): void;
  /** What is wrong with the templates themselves: whether they can be parsed. */
  check(templates: TemplateTree): Promise<readonly Problem[]>;
  /** Throws `failed` if rendering could not go on; what is wrong with a template is in the result. */
  render(templates: TemplateTree, jobs: Iterable<RenderJob>): AsyncGenerator<RenderedNode>;
  close(): Promise<void>;
}

/** Characters of a problem's text. */
export const longestProblem = 2_000;

const problem = z.strictObject({
  file: z.string().max(1_000),
  line: z.int().min(1).max(100_000_000).optional(),
  key: z.string().max(1_000).optional(),
  text: z.string().max(longestProblem).transform(printable),
});
const rendered = z.strictObject({
  node: z.string(),
  files: z.array(z.strictObject({ path: z.string(), content: z.string(), mode: z.number() })),
  problems: z.array(problem),
});

/** What the parent sends; `begun` and an answer come for each `check` and `render`, in their order. */
export type ToChild =
  | { readonly kind: 'templates'; readonly templates: readonly (readonly [string, string])[] }
  | { readonly kind: 'check' }
  | { readonly kind: 'render'; readonly jobs: readonly RenderJob[] };

/** What a child says before it works at a request. */
export const begun = z.strictObject({ kind: z.literal('begun') });

/** What a child answers. It is not trusted: templates are code. */
export const fromChild = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('checked'), problems: z.array(problem) }),
  z.strictObject({ kind: z.literal('rendered'), nodes: z.array(rendered) }),
]);
export type FromChild = z.output<typeof fromChild>;
