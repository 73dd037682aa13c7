import type { Command } from "commander";
import { commandWords } from "./command-path.js";

export type Shell = "bash" | "zsh" | "fish" | "powershell";

/** The words that may follow a path such as `/device/flash`; the empty path is the program itself. */
interface Place {
	readonly path: string;
	readonly words: readonly string[];
}

function places(command: Command): readonly Place[] {
	const path = commandWords(command).split(" ").slice(1);
	const names = command.commands.map((one) => one.name());
	const options = command.options.flatMap(({ long }) => long ?? []);
	const place = { path: path.map((word) => `/${word}`).join(""), words: [...names, ...options, "--help"] };
	return [place, ...command.commands.flatMap(places)];
}

/** Follows the words of `line` down the tree in `at`, and sets `candidates` for where it ends. For bash and zsh. */
function followLine(program: Command, line: string): string {
	const all = places(program);
	const paths = all.map(({ path }) => path).filter((path) => path !== "");
	return `  local at="" word candidates=""
  for word in ${line}; do
    case "$at/$word" in
      ${paths.join("|")}) at="$at/$word" ;;
    esac
  done
  case "$at" in
${all.map(({ path, words }) => `    "${path}") candidates="${words.join(" ")}" ;;`).join("\n")}
  esac`;
}

const bash = (program: Command) => `_thingsmith() {
${followLine(program, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"')}
  COMPREPLY=($(compgen -W "$candidates" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _thingsmith thingsmith
`;

const zsh = (program: Command) => `#compdef thingsmith
_thingsmith() {
${followLine(program, '"${(@)words[2,CURRENT-1]}"')}
  compadd -- \${=candidates}
  _files
}
# As a file of fpath this is the function itself; anywhere else it is declared.
if [[ $funcstack[1] == _thingsmith ]]; then _thingsmith "$@"; else compdef _thingsmith thingsmith; fi
`;

const fish = (program: Command) => {
	const all = places(program);
	const paths = all.map(({ path }) => path).filter((path) => path !== "");
	const lines = all.flatMap(({ path, words }) =>
		words.map((word) => `complete -c thingsmith -n '__thingsmith_at "${path}"' -a '${word}'`),
	);
	return `function __thingsmith_at
  set -l at ""
  for word in (commandline -opc)[2..-1]
    switch "$at/$word"
      case ${paths.join(" ")}
        set at "$at/$word"
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join("\n")}
`;
};

const powershell = (program: Command) => `Register-ArgumentCompleter -Native -CommandName thingsmith -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $places = @{
${places(program)
	.map(({ path, words }) => `    '${path}' = @(${words.map((word) => `'${word}'`).join(", ")})`)
	.join("\n")}
  }
  $at = ''
  foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
    if ($element.Extent.EndOffset -lt $cursorPosition -and $places.ContainsKey("$at/$element")) { $at = "$at/$element" }
  }
  $places[$at] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;

/** What each shell reads, made of the tree of commands below the program. */
export const completionScripts: Readonly<Record<Shell, (program: Command) => string>> = Object.freeze({
	bash,
	zsh,
	fish,
	powershell,
});
