import assert from "node:assert/strict";
import type { Command } from "./commands.js";
import { commentsOf } from "./comments.js";
import { commandsInMessages, deadCommands, deadOptions } from "./dead-commands.js";
import { deadHeadings, deadLinks } from "./dead-links.js";
import { deadFolders, deadPaths } from "./dead-paths.js";
import { deadScripts } from "./dead-scripts.js";
import { codeLinesOf, spansOf } from "./markdown.js";
import { deadWords, wordsIn } from "./words.js";

const paths = ["docs", "docs/a.md", "firmware/core", "firmware/core/encoding/pem.ts", "test/rom/chip.c"];
const pages = [{ path: "docs/a.md", text: "# First things\n\n```\n# no heading\n```\n\n## Name (`--name`)\n" }];
const scripts = { "test:all": "mocha", start: "node dist/tool.js" };
const leaf = (...options: string[]): Command => ({ options: new Set(options), commands: new Map() });
const device = { options: new Set<string>(), commands: new Map([["flash", leaf("--port", "--json")]]) };
const tool = {
	options: new Set(["--version"]),
	commands: new Map<string, Command>([
		["device", device],
		["watch", leaf("--json")],
	]),
};

const links = (text: string) => deadLinks({ path: "docs/a.md", text }, paths, pages);
const headings = (text: string) => deadHeadings(text, pages);
const files = (text: string) => deadPaths("docs/a.md", text, paths);
const folders = (text: string) => deadFolders(spansOf(text), paths);
const npm = (text: string) => deadScripts(text, scripts, (_, option) => option === "--known");
const commands = (text: string) => [...spansOf(text), ...codeLinesOf(text)].flatMap((line) => deadCommands(line, tool));
const messages = (text: string) => commandsInMessages(text).flatMap((line) => deadCommands(line, tool));
const options = (text: string) => deadOptions(spansOf(text), ["--port"]);
const codes = (text: string) => deadWords(spansOf(text), new Set(wordsIn('throw new ToolError("port-lost", "gone")')));
const comments = (text: string) => commentsOf(text).flatMap(headings);

type Sample = readonly [find: (text: string) => string[], text: string, dead: readonly string[]];

/** Texts, and what is dead in them. */
const samples: readonly Sample[] = [
	[links, "[here](a.md), [there](b.md), [root](../firmware/core), [web](https://example.com/c.md)", ["b.md"]],
	[links, "[heading](a.md#first-things), [own](#name---name), [gone](#second-things)", ["#second-things"]],
	[links, "[in a code block](a.md#no-heading)", ["a.md#no-heading"]],
	[headings, 'docs/a.md, "First things" and "Second things"', ['docs/a.md, "Second things"']],
	[headings, 'docs/b.md, "First things"', ['docs/b.md, "First things"']],
	[comments, '/** See there (docs/a.md,\n * "First\n * things"). */\n', []],
	[
		comments,
		'call(); // docs/a.md, "Second"\n// docs/a.md, "Third\n// things"\n',
		['docs/a.md, "Second"', 'docs/a.md, "Third things"'],
	],
	[comments, 'const text = "docs/a.md, \\"Second\\"";\n', []],
	[files, "`pem.ts`, `encoding/pem.ts`, firmware/core/, firmware/*/encoding/*.ts, docs/a.md.", []],
	[
		files,
		"`utf8.ts`, `core/pem.ts`, docs/b.md, ../firmware/none.c, rom/*.h",
		["utf8.ts", "core/pem.ts", "docs/b.md", "../firmware/none.c", "rom/*.h"],
	],
	[files, "firmware/life/, test/rom/chip.json and a boards.csv", ["firmware/life", "test/rom/chip.json"]],
	[files, "https://example.com/docs/b.md, $HOME/x.ts, node_modules are nobody's", []],
	[folders, "`core/`, `encoding/`, `firmware/core/`, `mqtt/`, `a/#`", ["encoding/", "mqtt/"]],
	[
		npm,
		"`npm run test:all`, `npm run test:none`, `npm start -- --known`, `npm run start -- --unknown 3`",
		["npm run test:none", "npm run start -- --unknown"],
	],
	[commands, "`thingsmith device flash --port P`, `npx thingsmith watch --json`, thingsmith gives", []],
	[
		commands,
		"`thingsmith device burn`, `npx thingsmith listen`, `device flash [--force]`",
		["burn", "listen", "--force"],
	],
	[
		commands,
		"```\nA=1 npx thingsmith device flash \\\n  --speed 3  # --ignored\nesptool --chip esp32\n```\n",
		["--speed"],
	],
	[
		messages,
		'next: "flash it: thingsmith device burn"; "of thingsmith is"; "npx thingsmith watch --raw"',
		["burn", "--raw"],
	],
	[options, "`--port P --tort`, `esptool --chip`", ["--tort"]],
	[codes, "`port-lost`, `port-found`, `port`, `port-lost yes`", ["port-found"]],
];

describe("a reference that leads nowhere", () => {
	for (const [find, text, dead] of samples) {
		it(`is ${dead.length === 0 ? "not seen" : "found"} in ${JSON.stringify(text)}`, () =>
			assert.deepEqual(find(text), dead));
	}
});
