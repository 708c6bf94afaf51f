import { functionName, kindWord, quoted, takes, takesMore } from './completion-parts.ts';
import { allCommands, type CommandSpec } from './describe.ts';

/** Completion for zsh 5, with what each word does. Pure. */
export function zshCompletion(program: CommandSpec): string {
  const { name } = program;
  const self = functionName(program);
  return `#compdef ${name}
# Completion of ${name} for zsh, made by '${name} completion zsh'.

# Sets what may follow a command: words, options, which of them take what, and what its arguments are.
_${self}_at() {
  subs=() flags=() values=() more='' takes=(${takesText(program)})
  case $1 in
${allCommands(program)
  .map((command) => `    (${quoted(command.path)})\n${settingsOf(command)} ;;`)
  .join('\n')}
  esac
}

_${self}() {
  local at='' word wants='' kind='' dashes='' more cur=\${words[CURRENT]}
  local -a subs flags values found
  local -A takes
  integer i count=0
  _${self}_at ''
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ -n $wants && $word != -* ]]; then
      wants=''
    elif [[ -n $dashes ]]; then
      count+=1
    elif [[ $word == -- ]]; then
      dashes=1
    elif [[ $word == -* ]]; then
      wants=''
      (( \${+takes[$word]} )) && wants=$word
    elif (( \${subs[(I)$word:*]} )); then
      at+=\${at:+ }$word count=0
      _${self}_at "$at"
    else
      count+=1
    fi
  done
  if [[ -z $dashes && $cur == --*=* ]]; then
    wants=\${cur%%=*}
    compset -P '*='
    cur=''
  fi
  if [[ -n $wants && $cur != -* ]]; then
    kind=\${takes[$wants]}
  elif [[ -z $dashes && $cur == -* ]]; then
    _describe -o option flags
    return
  elif (( \${#subs} && count == 0 )); then
    _describe command subs
    return
  elif (( count < \${#values} )); then
    kind=\${values[count + 1]}
  elif [[ -n $more ]]; then
    kind=\${values[-1]}
  fi
  case $kind in
    (live:*)
      found=(\${(f)"$(${name} completion words \${kind#live:} 2>/dev/null)"})
      compadd -a found ;;
    (words:*) found=(\${(s:,:)\${kind#words:}}) && compadd -a found ;;
    (file) _files ;;
    (folder) _files -/ ;;
  esac
}

if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _${self} "$@"
else
  compdef _${self} ${name}
fi
`;
}

function settingsOf(command: CommandSpec): string {
  const list = (items: readonly (readonly [string, string])[]) =>
    items.map(([name, summary]) => quoted(`${name}:${summary}`)).join(' ');
  const lines = [
    `subs=(${list(command.commands.map(({ name, summary }) => [name, summary]))})`,
    `flags=(${list(command.options.map(({ long, summary }) => [long, summary]))})`,
    `values=(${command.arguments.map(({ kind }) => quoted(kindWord(kind))).join(' ')})`,
    `takes+=(${takesText(command)})`,
    ...(takesMore(command) ? ['more=1'] : []),
  ];
  return lines.map((line) => `      ${line}`).join('\n');
}

/** `--site live:site`, as an associative array takes it. */
function takesText(command: CommandSpec): string {
  return takes(command.options)
    .map(([name, kind]) => `${quoted(name)} ${quoted(kind)}`)
    .join(' ');
}
