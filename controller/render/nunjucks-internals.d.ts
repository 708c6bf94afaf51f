// The parts of nunjucks 3.2.4 behind its documented interface; its own types do not have them.
declare module 'nunjucks/src/compiler.js' {
  interface Node {
    readonly typename: string;
    readonly lineno: number;
    readonly colno: number;
    readonly value?: unknown;
    readonly name?: Node;
    readonly names?: Node;
    readonly key?: Node;
    readonly targets?: readonly Node[];
    readonly target?: Node;
    readonly val?: Node;
    readonly left?: Node;
    readonly right?: Node;
    readonly args?: Node;
    readonly body?: Node;
    readonly else_?: Node | null;
    readonly children?: readonly Node[];
  }
  interface Frame {
    lookup(name: string): unknown;
  }
  class Compiler {
    constructor(templateName: string, throwOnUndefined: boolean);
    buffer: string;
    compile(node: Node, frame?: Frame): void;
    compileSymbol(node: Node, frame: Frame): void;
    compileLookupVal(node: Node, frame: Frame): void;
    compileFunCall(node: Node, frame: Frame): void;
    compileFilter(node: Node, frame: Frame): void;
    compileIs(node: Node, frame: Frame): void;
    compileOutput(node: Node, frame: Frame): void;
    compileLiteral(node: Node, frame: Frame): void;
    fail(message: string, lineno: number, colno: number): never;
    _getNodeName(node: Node): string;
    _emit(code: string): void;
    _emitLine(code: string): void;
    _compileExpression(node: Node | undefined, frame: Frame): void;
    getCode(): string;
  }
  const compiler: { Compiler: typeof Compiler };
  export default compiler;
  export type { Frame, Node };
}

declare module 'nunjucks/src/parser.js' {
  import type { Node } from 'nunjucks/src/compiler.js';

  const parser: { parse(source: string, extensions: readonly unknown[], options: object): Node };
  export default parser;
}

declare module 'nunjucks/src/transformer.js' {
  import type { Node } from 'nunjucks/src/compiler.js';

  const transformer: { transform(node: Node, asyncFilters: readonly string[], name: string): Node };
  export default transformer;
}
