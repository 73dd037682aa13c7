import { Argument, type Command } from "commander";
import type { CommandHost } from "./command-host.js";
import { completionScripts, type Shell } from "./completion-scripts.js";

const shells = Object.keys(completionScripts) as Shell[];

export function addCompletion(program: Command, host: CommandHost): void {
	program
		.command("completion")
		.description("a script that completes commands and options in your shell")
		.addArgument(new Argument("<shell>", "whose script").choices(shells))
		.addHelpText(
			"after",
			`
bash:        thingsmith completion bash > ~/.local/share/bash-completion/completions/thingsmith
zsh:         thingsmith completion zsh > ~/.zfunc/_thingsmith     (with ~/.zfunc in fpath)
fish:        thingsmith completion fish > ~/.config/fish/completions/thingsmith.fish
PowerShell:  thingsmith completion powershell | Out-String | Invoke-Expression     (in $PROFILE)`,
		)
		.action(async (shell: Shell) => {
			await host.run({ json: false }, async () => host.context.stdout.write(completionScripts[shell](program)));
		});
}
