import assert from "node:assert/strict";
import { commandName, withCommandName } from "../../../../host-tools/cli/render/command-name.js";

describe("commandName", () => {
	for (const [env, script, expected] of [
		[{}, "/usr/local/bin/thingsmith", "thingsmith"],
		[
			{},
			"C:\\Users\\a\\AppData\\Roaming\\npm\\node_modules\\thingsmith\\dist\\host-tools\\cli\\bin\\thingsmith.js",
			"thingsmith",
		],
		[{}, "/home/a/thingsmith/dist/host-tools/cli/bin/thingsmith.js", "npx thingsmith"],
		[{ npm_command: "exec" }, "/home/a/project/node_modules/.bin/thingsmith", "npx thingsmith"],
		[{ npm_command: "start" }, "/home/a/thingsmith/dist/host-tools/cli/bin/thingsmith.js", "npx thingsmith"],
	] as const) {
		it(`of ${script} is ${expected}`, () => assert.equal(commandName(env, script), expected));
	}
});

describe("withCommandName", () => {
	const text =
		"`thingsmith claim create … --bootstrap FILE` or:\n  npx thingsmith watch\n  aws iot x --template thingsmith device";

	it("names the commands of texts as they are to be typed, and nothing else", () => {
		const expected = (name: string) =>
			`\`${name} claim create … --bootstrap FILE\` or:\n  ${name} watch\n  aws iot x --template thingsmith device`;
		for (const name of ["thingsmith", "npx thingsmith"]) {
			assert.deepEqual(withCommandName({ event: "note", text }, name), { event: "note", text: expected(name) });
			const failed = { event: "failed", code: "usage", message: text } as const;
			assert.deepEqual(withCommandName({ ...failed, next: text }, name), { ...failed, next: expected(name) });
			assert.deepEqual(withCommandName(failed, name), failed);
		}
	});
});
