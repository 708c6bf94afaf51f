import assert from 'node:assert/strict';

/** An element of a document, with its attributes as they were written. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const entities = /&(?:#(?:\d+|x[0-9a-fA-F]+)|amp|lt|gt|quot|apos);/g;
const characters = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const startTag = /^<([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*="[^"<]*")*)\s*(\/?)>/;

/** Reads XML 1.0 without a document type, as strictly as a browser reads an SVG; throws where it is not well formed. */
export function parseXml(source: string): XmlElement {
  assert.match(source, characters, 'a character that XML cannot hold');
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let rest = source;
  while (rest !== '') {
    if (rest.startsWith('</')) {
      const end = /^<\/([A-Za-z][\w:.-]*)\s*>/.exec(rest);
      assert.ok(end, `no end tag: ${rest.slice(0, 40)}`);
      assert.equal(open.pop()?.name, end[1]);
      rest = rest.slice(end[0].length);
    } else if (rest.startsWith('<')) {
      const tag = startTag.exec(rest);
      assert.ok(tag, `no tag: ${rest.slice(0, 80)}`);
      const [whole, name = '', written = '', closed] = tag;
      const attributes = new Map<string, string>();
      for (const [, key = '', value = ''] of written.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
        assert.ok(!attributes.has(key), `${key} twice`);
        attributes.set(key, decoded(value));
      }
      const found: XmlElement = { name, attributes, children: [], text: '' };
      if (open.length > 0) open.at(-1)?.children.push(found);
      else {
        assert.equal(root, undefined, 'a second root');
        root = found;
      }
      if (closed === '') open.push(found);
      rest = rest.slice(whole.length);
    } else {
      const end = rest.indexOf('<');
      const text = end === -1 ? rest : rest.slice(0, end);
      const within = open.at(-1);
      if (within === undefined) assert.match(text, /^\s*$/, 'text outside of the root');
      else within.text += decoded(text);
      rest = rest.slice(text.length);
    }
  }
  assert.deepEqual(open, [], 'tags that are not closed');
  assert.ok(root, 'no root');
  return root;
}

/** All elements below one, itself among them. */
export function allOf(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(allOf)];
}

function decoded(text: string): string {
  assert.doesNotMatch(text.replaceAll(entities, ''), /[&<]/, `not escaped: ${text}`);
  assert.doesNotMatch(text, /\]\]>/);
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(/&(#x?)?(\w+);/g, (_whole, kind, word) =>
    kind === undefined
      ? (named[word] ?? '')
      : String.fromCodePoint(Number.parseInt(word, kind === '#x' ? 16 : 10)),
  );
}
