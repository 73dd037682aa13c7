import { type Argument, type Command, InvalidArgumentError, type Option } from "commander";

/** An option or argument that is given and empty, as by `--out "$UNSET"`, is a mistake: on every command below `command` it is refused. */
export function refuseEmptyValues(command: Command): void {
	for (const option of command.options) if (option.required) refuseEmpty(option);
	for (const argument of command.registeredArguments) refuseEmpty(argument);
	for (const below of command.commands) refuseEmptyValues(below);
}

function refuseEmpty(of: Option | Argument): void {
	const parse = of.parseArg;
	of.argParser((text: string, previous: unknown): unknown => {
		if (text === "") throw new InvalidArgumentError("It is empty.");
		if (parse !== undefined) return parse(text, previous);
		if (!of.variadic) return text;
		return Array.isArray(previous) ? [...previous, text] : [text];
	});
}
