import type { Node } from 'nunjucks/src/compiler.js';

const word = /^[A-Za-z_]\w*$/;

/**
 * The first name in a parsed template that is no word. nunjucks takes `a"b` and, in some places, a text for a name, and
 * pastes names as they are into the code that it makes: what is in them would run.
 */
export function misnamedIn(node: Node): Node | undefined {
  const isWrong = (name: Node) => !isWord(name);
  const own = namesOf(node).find(isWrong);
  if (own !== undefined) return own;
  for (const child of Object.values(node).flat()) {
    const found = isNode(child) ? misnamedIn(child) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The names that a node has, wherever nunjucks would take something else as well. */
function namesOf(node: Node): readonly Node[] {
  switch (node.typename) {
    case 'Symbol':
      return [node];
    case 'Filter':
    case 'Block':
      return present([node.name]);
    case 'Macro':
    case 'Caller':
      return present([node.name, ...(node.args?.children ?? []).flatMap(keysOf)]);
    case 'For':
    case 'AsyncEach':
    case 'AsyncAll':
      return node.name?.typename === 'Array' ? (node.name.children ?? []) : present([node.name]);
    case 'Set':
      return node.targets ?? [];
    case 'Import':
      return present([node.target]);
    case 'FromImport':
      return present(
        (node.names?.children ?? []).flatMap((name) =>
          name.typename === 'Pair' ? [name.key, asNode(name.value)] : [name],
        ),
      );
    case 'Is':
      return present([node.right?.name ?? node.right]);
    default:
      return [];
  }
}

/** An argument of a macro: its name, or those of the arguments that have a default. */
function keysOf(argument: Node): (Node | undefined)[] {
  const isTable = argument.typename === 'KeywordArgs' || argument.typename === 'Dict';
  return isTable ? (argument.children ?? []).map(({ key }) => key) : [argument];
}

/** `is none` has no text for a name, and is one all the same. */
function isWord({ value }: Node): boolean {
  return value === null || (typeof value === 'string' && word.test(value));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'typename' in value;
}

function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

function present(names: readonly (Node | undefined | null)[]): Node[] {
  return names.flatMap((name) => name ?? []);
}
