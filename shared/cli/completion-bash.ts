import { functionName, kindWord, quoted, takes, takesMore } from './completion-parts.ts';
import { allCommands, type CommandSpec } from './describe.ts';

/** Completion for bash 4 and later. Pure. */
export function bashCompletion(program: CommandSpec): string {
  const { name } = program;
  const self = functionName(program);
  return `# Completion of ${name} for bash, made by '${name} completion bash'.

# Sets what may follow a command: words, options, which of them take what, and what its arguments are.
_${self}_at() {
  commands='' options='' takes=' ' values=() more=''
  case $1 in
${allCommands(program)
  .map((command) => `    ${quoted(command.path)}) ${settingsOf(command)} ;;`)
  .join('\n')}
  esac
  takes+=${quoted(`${takesText(program)} `)}
}

_${self}() {
  local commands options takes values more at='' wants='' kind='' dashes='' word i count=0
  local cur=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  _${self}_at ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # bash makes three words of --site=x.
    [[ $word == '=' ]] && continue
    if [[ -n $wants && $word != -* ]]; then
      wants=''
    elif [[ -n $dashes ]]; then
      count=$((count + 1))
    elif [[ $word == -- ]]; then
      dashes=1
    elif [[ $word == -* ]]; then
      wants=''
      [[ $takes == *" $word="* ]] && wants=$word
    elif [[ " $commands " == *" $word "* ]]; then
      at+=\${at:+ }$word count=0
      _${self}_at "$at"
    else
      count=$((count + 1))
    fi
  done
  [[ $cur == '=' ]] && cur=''
  if [[ -n $wants && $cur != -* ]]; then
    kind=\${takes#*" $wants="} kind=\${kind%% *}
  elif [[ -z $dashes && $cur == -* ]]; then
    kind=words:$options
  elif [[ -n $commands && $count == 0 ]]; then
    kind=words:$commands
  elif ((count < \${#values[@]})); then
    kind=\${values[count]}
  elif [[ -n $more ]]; then
    kind=\${values[\${#values[@]} - 1]}
  fi
  local IFS=$' \\t\\n,'
  case $kind in
    live:*) COMPREPLY=($(compgen -W "$(${name} completion words "\${kind#live:}" 2>/dev/null)" -- "$cur")) ;;
    words:*) COMPREPLY=($(compgen -W "\${kind#words:}" -- "$cur")) ;;
    file) IFS=$'\\n' && compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")) ;;
    folder) IFS=$'\\n' && compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")) ;;
  esac
}

complete -F _${self} ${name}
`;
}

function settingsOf(command: CommandSpec): string {
  const names = command.commands.map(({ name }) => name).join(' ');
  const options = command.options.map(({ long }) => long).join(' ');
  const values = command.arguments.map(({ kind }) => quoted(kindWord(kind))).join(' ');
  const more = takesMore(command) ? ' more=1' : '';
  return `commands=${quoted(names)} options=${quoted(options)} takes=${quoted(`${takesText(command)} `)} values=(${values})${more}`;
}

/** ` --site=live:site -n=free`. */
function takesText(command: CommandSpec): string {
  return takes(command.options)
    .map(([name, kind]) => ` ${name}=${kind}`)
    .join('');
}
