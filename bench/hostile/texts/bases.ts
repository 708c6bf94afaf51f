import { type Lures, mark } from './lures.ts';

/** Hostile texts of one kind; `id` makes what comes of each of them known. */
export type Kind = (lures: Lures, id: string) => Readonly<Record<string, string>>;

/** What a shell, wg-quick, git, ssh or a template would run. */
const commands: Kind = ({ ran }, id) => {
  const touch = `touch ${ran}/${mark}-${id}`;
  return {
    substitution: `$(${touch})`,
    backticks: `\`${touch}\``,
    semicolon: `; ${touch}`,
    pipe: `| ${touch}`,
    and: `&& ${touch}`,
    background: `& ${touch} &`,
    'line break': `\n${touch}\n`,
    'field separator': `;touch$\{IFS}${ran}/${mark}-${id}`,
    'double quote': `"; ${touch}; "`,
    'single quote': `'; ${touch}; '`,
    'end of a here document': `\nEOF\n${touch}\n`,
    PostUp: `\nPostUp = ${touch}`,
    'PostUp after a carriage return': `\r\nPostUp = ${touch}`,
    'PostUp after a lone carriage return': `\rPostUp = ${touch}`,
    'PostUp after another line end': `\u2028PostUp = ${touch}\u0085PostUp = ${touch}`,
    'PostUp in a section': `\n[Interface]\nPostUp = ${touch}\nPreDown = ${touch}\n`,
    'PostUp after NUL': `\0\nPostUp = ${touch}`,
    'a second peer': `\n[Peer]\nPublicKey = AAAA\nAllowedIPs = 0.0.0.0/0\n# ${touch}`,
    'a table of nftables': `"; }\ntable inet x { chain y { type filter hook input priority 0; policy drop; } }\n#`,
    'a key of settings': `"\nservice = "${touch}"\n[[links]]\npeer = "x`,
    'a function of the shell': `() { :;}; ${touch}`,
    'an option of git': `--upload-pack=${touch}`,
    'an option of ssh': `-oProxyCommand=${touch}`,
    'a transport of git': `ext::sh -c ${touch}`,
    'a crontab': `\n* * * * * root ${touch}\n`,
    'a template': `{{ ''.constructor.constructor("return process")().mainModule.require("child_process").execSync("${touch}") }}`,
    'a block of a template': `{% set x = cycler.constructor("${touch}")() %}`,
    'an include of a template': '{% include "/etc/shadow" %}{% extends "above" %}',
    'a comment of a template': '{# #}{{ vars }}{% raw %}',
    'a template literal': `$\{process.mainModule.require("child_process").execSync("${touch}")}`,
    'a format': '%s%n%x%d',
    'an entity': `<!ENTITY x SYSTEM "file:///etc/shadow">&x;`,
    'a statement of SQL': `'); DROP TABLE nodes; --`,
  };
};

/** What a file name or path would make of a folder. */
const paths: Kind = ({ away, secret }, id) => {
  const name = `${mark}-${id}`;
  return {
    'a level up': `../${name}`,
    'two levels up': `../../${name}`,
    'levels up and down': `a/../../${name}`,
    'all levels up': `${'../'.repeat(24)}${away.slice(1)}/${name}`,
    absolute: `${away}/${name}`,
    'absolute after two slashes': `/${away}/${name}`,
    backslashes: `..\\..\\${name}`,
    'escaped by percent': `..%2f..%2f${name}`,
    'wide dots': `\uff0e\uff0e\uff0f${name}`,
    'an ending after NUL': `../${name}\0.toml`,
    'a home': `~/${name}`,
    'a URL': `file://${secret}`,
    'the folder itself': '.',
    'the folder above': '..',
    '.git': '.git',
    'a hook of git': `.git/hooks/${name}`,
    '.GIT': '.GIT',
    'an option': '-rf',
    'a long option': '--help',
    'a star': '*',
    'a device of Windows': 'con',
    'another device of Windows': 'nul.toml',
    'a device of Linux': '/dev/full',
    'a process': '/proc/self/mem',
    'a dot at the end': `${name}.`,
    'a space at the end': `${name} `,
    'a slash at the end': `${name}/`,
    'a hidden file': `.${name}`,
  };
};

/** What BIRD would take for more than a text. */
const bird: Kind = ({ ran, secret }, id) => ({
  include: `include "${secret}";`,
  'include after a breakout': `"; }\ninclude "${secret}";\n#`,
  'include of shadow': '"; include "/etc/shadow"; #',
  'a protocol': '"; }\nprotocol static tl_evil { ipv4; route 0.0.0.0/0 blackhole; }\n#',
  'a log': `"; }\nlog "${ran}/${mark}-${id}" all;\n#`,
  'an end of a block': '};',
  'a comment': '/* ',
  'an end of a comment': '*/ }',
  'a line of a comment': '# " }',
  'a quote': '"',
  'a backslash before the quote': '\\',
  'an eval': `"; } eval ${ran}; #`,
});

/** What would steer a terminal, or mislead who reads it. */
const terminal: Kind = () => ({
  'clears the screen': '\u001b[2J\u001b[H',
  'colours and hides': '\u001b[8m\u001b[31mhidden',
  'moves the cursor up': '\u001b[5A\u001b[2K',
  'a link (OSC 8)': '\u001b]8;;https://evil.example/\u0007fra1\u001b]8;;\u0007',
  'the clipboard (OSC 52)': '\u001b]52;c;cm0gLXJmIC8K\u0007',
  'the title (OSC 0)': '\u001b]0;title\u001b\\',
  'asks for an answer': '\u001b[6n\u001bP$q"p\u001b\\',
  'an 8-bit sequence': '\u009b2J\u009d52;c;eA==\u009c',
  'a carriage return': 'bad\rgood',
  backspaces: 'bad\b\b\bgood',
  'bell and delete': '\u0007\u007f',
  NUL: 'a\0b',
  'right to left': '\u202etxt.exe',
  isolates: '\u2066\u2067evil\u2069',
  'an Arabic mark': '\u061ca\u200fb\u200e',
  'zero width': 'fr\u200ba\u200c1\u200d\u2060',
  'a byte order mark': '\ufefffra1',
  'a soft hyphen': 'fra\u00ad1',
  'tags that nobody sees': 'fra1\u{e0041}\u{e007f}',
  'line ends of Unicode': 'a\u2028b\u2029c\u0085d',
  'a table of its own': 'x\nNODE  SITE  STATE\nfra1  fra   ok\n',
  tabs: 'a\t\t\t\t\t\t\t\tb',
  'marks in a heap': `z${'\u0300'.repeat(100)}`,
  'a letter that looks alike': 'fr\u0430nkfurt',
  'a letter that two forms have': 'e\u0301\u00e9',
  'upper case that grows': '\u0130\u1e9e\ufb03',
  'half a character': '\ud800',
  'the other half': 'a\udc00b',
  'halves in the wrong order': '\udc00\ud800',
  'no character': '\uffff\ufffe',
});

/** Names that every object of JavaScript has, and values that are none. */
const words: Kind = () =>
  Object.fromEntries(
    [
      ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'length'],
      ...['__defineGetter__', 'then', 'toJSON', 'undefined', 'null', 'NaN', 'Infinity', '1e999', '-0'],
      ...['true', '0x7fffffff', '99999999999999999999', '', ' ', '[]', '{}', '@private', '@psk:a--b:1'],
    ].map((word) => [word === '' ? 'nothing' : word === ' ' ? 'a space' : word, word]),
  );

/** What is long or deep. */
const sizes: Kind = () => ({
  '33 letters': 'x'.repeat(33),
  '64 letters': 'x'.repeat(64),
  '254 letters': 'x'.repeat(254),
  '256 letters': 'x'.repeat(256),
  '300 letters of two bytes': 'é'.repeat(300),
  '5,000 labels': 'a.'.repeat(5_000),
  '20,000 lines': 'a\n'.repeat(20_000),
  '70 KB': 'y'.repeat(70_000),
  '1 MB': 'z'.repeat(1_000_000),
  '1 MB that clears the screen': '\u001b[2J'.repeat(250_000),
  'deep JSON': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'deep objects of JSON': `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  'a deep key of TOML': `${'a.'.repeat(2_000)}b = 1`,
});

export const kinds: Readonly<Record<string, Kind>> = { commands, paths, bird, terminal, words, sizes };
