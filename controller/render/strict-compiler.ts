import compiler, { type Frame, type Node } from 'nunjucks/src/compiler.js';
import parser from 'nunjucks/src/parser.js';
import transformer from 'nunjucks/src/transformer.js';
import { show } from '../inventory/found.ts';
import { misnamedIn } from './names.ts';

/** Statements before which the line is noted, so that whatever goes wrong in them is told with it. */
const statements = new Set(['Output', 'If', 'For', 'Set', 'Include', 'Import', 'FromImport', 'Extends']);

/**
 * nunjucks' compiler, but a value that is not there is an error wherever it is read: nunjucks itself takes
 * `{% if missing %}` for false and `{% for x in missing %}` for empty, and so a typo for a decision. What is asked
 * for with `is defined` or `| default(…)` may be missing.
 */
class StrictCompiler extends compiler.Compiler {
  readonly #template: string;
  readonly #mayBeMissing = new Set<Node>();

  constructor(template: string) {
    super(template, true);
    this.#template = template;
  }

  override compile(node: Node, frame?: Frame): void {
    if (statements.has(node.typename)) this._emitLine(`lineno = ${node.lineno + 1};`);
    super.compile(node, frame);
  }

  override compileSymbol(node: Node, frame: Frame): void {
    const known = frame.lookup(String(node.value));
    const name = JSON.stringify(node.value);
    this.#emitRead(node, () =>
      this._emit(typeof known === 'string' ? known : `env.strict.lookup(context, frame, ${name})`),
    );
  }

  override compileLookupVal(node: Node, frame: Frame): void {
    this.#emitRead(node, () => {
      this._emit('env.strict.member((');
      this._compileExpression(node.target, frame);
      this._emit('),');
      this._compileExpression(node.val, frame);
      this._emit(')');
    });
  }

  override compileFunCall(node: Node, frame: Frame): void {
    // It notes its line too, counted from 0.
    super.compileFunCall(Object.create(node, { lineno: { value: node.lineno + 1 } }) as Node, frame);
  }

  /** It goes between quotes, of which alone nunjucks takes care. */
  override _getNodeName(node: Node): string {
    return textOf(node).replaceAll(/[\\\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
  }

  override compileFilter(node: Node, frame: Frame): void {
    const filter = String(node.name?.value);
    if (filter === 'default' || filter === 'd') this.#permitMissing(node.args?.children?.[0]);
    super.compileFilter(node, frame);
  }

  override compileIs(node: Node, frame: Frame): void {
    if (['defined', 'undefined'].includes(String(node.right?.value))) this.#permitMissing(node.left);
    super.compileIs(node, frame);
  }

  override compileOutput(node: Node, frame: Frame): void {
    for (const child of node.children ?? []) {
      if (child.typename === 'TemplateData') {
        if (child.value === '') continue;
        this._emit(`${this.buffer} += `);
        this.compileLiteral(child, frame);
        this._emitLine(';');
        continue;
      }
      this._emit(`${this.buffer} += runtime.suppressValue(env.strict.present((`);
      this.compile(child, frame);
      this._emitLine(`), ${this.#place(child)}), env.opts.autoescape);`);
    }
  }

  #emitRead(node: Node, emit: () => void): void {
    const isStrict = !this.#mayBeMissing.has(node);
    if (isStrict) this._emit('env.strict.present((');
    emit();
    if (isStrict) this._emit(`), ${this.#place(node)})`);
  }

  /** Arguments that name an expression in an error: its text, the template, and the line from 1. */
  #place(node: Node): string {
    return `${JSON.stringify(textOf(node))}, ${JSON.stringify(this.#template)}, ${node.lineno + 1}`;
  }

  #permitMissing(node: Node | undefined): void {
    for (let at = node; at !== undefined; at = at.target) this.#mayBeMissing.add(at);
  }
}

/** An expression as its author wrote it, more or less. */
function textOf(node: Node | undefined): string {
  switch (node?.typename) {
    case 'Symbol':
      return String(node.value);
    case 'Literal':
      return JSON.stringify(node.value);
    case 'LookupVal': {
      const key = node.val?.typename === 'Literal' ? node.val.value : undefined;
      const isWord = typeof key === 'string' && /^\w+$/.test(key);
      return `${textOf(node.target)}${isWord ? `.${key}` : `[${textOf(node.val)}]`}`;
    }
    case 'FunCall':
      return `${textOf(node.name)}(…)`;
    case 'Filter':
      return `${textOf(node.args?.children?.[0])} | ${textOf(node.name)}`;
    default:
      return 'an expression';
  }
}

/** The JavaScript of a template. Throws nunjucks' own errors for what it cannot parse. */
export function compileStrictly(source: string, template: string): string {
  const compiled = new StrictCompiler(template);
  const parsed = parser.parse(source, [], {});
  const wrong = misnamedIn(parsed);
  if (wrong !== undefined) {
    const { value, lineno, colno } = wrong;
    const found = value === undefined ? 'an expression' : show(value);
    compiled.fail(`${found} is no name, expected letters, digits and "_", no digit first`, lineno, colno);
  }
  compiled.compile(transformer.transform(parsed, [], template));
  return compiled.getCode();
}
