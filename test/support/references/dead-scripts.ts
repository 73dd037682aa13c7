const run = /\bnpm (?:run (?:-\S+ )*(?<name>[\w:]+)|(?<short>test|start)\b)(?=(?<rest>[^`\n&]*))/g;

/** `npm run …` in a text that package.json has no script for, and options behind ` -- ` that its program does not know. */
export function deadScripts(
	text: string,
	scripts: Readonly<Record<string, string>>,
	knows: (command: string, option: string) => boolean,
): string[] {
	return [...text.matchAll(run)].flatMap(({ groups }) => {
		const name = groups?.name ?? groups?.short ?? "";
		const command = scripts[name];
		if (command === undefined) return [`npm run ${name}`];
		const [, given = ""] = (groups?.rest ?? "").split(/ \[?-- /);
		const options = given.match(/--[\w-]+/g) ?? [];
		return options.filter((option) => !knows(command, option)).map((option) => `npm run ${name} -- ${option}`);
	});
}
