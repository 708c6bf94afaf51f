/** A value that a template reads is not there. */
export class MissingValue extends Error {
  /** Path of the template. */
  readonly template: string;
  /** From 1; nunjucks knows its own errors by this name. */
  readonly lineno: number;

  constructor(expression: string, template: string, line: number) {
    super(`${expression} has no value: set it, or say what holds without it: ${expression} | default(…)`);
    this.template = template;
    this.lineno = line;
  }
}

interface Scope {
  lookup(name: string): unknown;
}

interface Context {
  readonly ctx: object;
  readonly env: { readonly globals: object };
}

/** What compiled templates read values with. Only what the compiler put there is found, nothing of JavaScript's. */
export const strictValues = {
  /** A variable of the template, of the node, or a global function. */
  lookup(context: Context, frame: Scope, name: string): unknown {
    return frame.lookup(name) ?? own(context.ctx, name) ?? own(context.env.globals, name);
  },

  /** `object.key`: own properties; the methods of lists and texts as well. */
  member(object: unknown, key: unknown): unknown {
    if (object === undefined || object === null) return undefined;
    const name = String(key);
    if (typeof object === 'string' || Array.isArray(object)) {
      if (name === 'constructor' || name.startsWith('__')) return undefined;
      const value = (object as unknown as Record<string, unknown>)[name];
      return typeof value === 'function' ? (value.bind(object) as unknown) : value;
    }
    return typeof object === 'object' ? own(object, name) : undefined;
  },

  /** The value, if there is one. Throws MissingValue. */
  present(value: unknown, expression: string, template: string, line: number): unknown {
    if (value === undefined || value === null) throw new MissingValue(expression, template, line);
    return value;
  },
};

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}
