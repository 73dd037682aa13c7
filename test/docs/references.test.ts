import assert from "node:assert/strict";
import { possibleState } from "../../host-tools/cloud/model/desired-state.js";
import { defaultProject } from "../../host-tools/cloud/project/project.js";
import { allOptions, type Command, readCommands } from "../support/references/commands.js";
import { commentsOf } from "../support/references/comments.js";
import { commandsInMessages, deadCommands, deadOptions } from "../support/references/dead-commands.js";
import { deadHeadings, deadLinks } from "../support/references/dead-links.js";
import { deadFolders, deadPaths } from "../support/references/dead-paths.js";
import { deadScripts } from "../support/references/dead-scripts.js";
import { codeLinesOf, spansOf } from "../support/references/markdown.js";
import { readPages, readSources, repositoryPaths, type TextFile } from "../support/references/repository.js";
import { deadWords, wordsIn } from "../support/references/words.js";
import { readRoot } from "../support/source-imports.js";

const paths = repositoryPaths();
const pages = readPages(paths);
/** References that are dead on purpose. */
const samples = "test/support/references/broken-samples.test.ts";
const sources = readSources(paths.filter((path) => path !== samples));
const ours = sources.filter(({ path }) => !path.startsWith("test/"));
const comments = sources.map(({ path, text }) => ({ path, text: commentsOf(text).join("\n") }));
const { scripts } = JSON.parse(readRoot("package.json")) as { scripts: Record<string, string> };

/** Of the Moddable SDK, and of ESP-IDF. */
const foreignFiles = ["xs/includes/xs.d.ts", "esp_flash_partitions.h"];
/** Of esptool. */
const foreignOptions = ["--no-stub"];
/** Two compilers, and what docs/aws.md makes in an account. */
const foreignWords = [
	"xtensa-esp32-elf-gcc",
	"xtensa-esp32s3-elf-gcc",
	"thingsmith-provisioning",
	"thingsmith-installer",
	"thingsmith-watcher",
];

/** What `find` finds in each file, behind the file's path. */
function inAll(files: readonly TextFile[], find: (file: TextFile) => readonly string[]): string[] {
	assert.notEqual(files.length, 0);
	return files.flatMap((file) => find(file).map((dead) => `${file.path}: ${dead}`));
}

describe("references", () => {
	let tool: Command;
	before(async () => {
		tool = await readCommands();
		assert.ok(tool.commands.get("device")?.commands.get("flash")?.options.has("--port"));
	});

	it("by link lead to a file, and to a heading that it has", () => {
		assert.deepEqual(
			inAll(pages, (page) => deadLinks(page, paths, pages)),
			[],
		);
	});

	it("to headings of pages, from pages and comments, find them", () => {
		assert.deepEqual(
			inAll([...pages, ...comments], ({ text }) => deadHeadings(text, pages)),
			[],
		);
	});

	it("to files, from pages and comments, find them", () => {
		const present = [...paths, ...foreignFiles];
		assert.deepEqual(
			inAll([...pages, ...comments], ({ path, text }) => deadPaths(path, text, present)),
			[],
		);
	});

	it("to folders in docs/architecture.md find them", () => {
		const architecture = pages.filter(({ path }) => path === "docs/architecture.md");
		assert.deepEqual(
			inAll(architecture, ({ text }) => deadFolders(spansOf(text), paths)),
			[],
		);
	});

	it("to npm's scripts and their options find them", () => {
		const config = ["package.json", ".ci/run"].map((path) => ({ path, text: readRoot(path) }));
		const knows = (command: string, option: string) => knowsOption(command, option, tool);
		assert.deepEqual(
			inAll([...pages, ...sources, ...config], ({ text }) => deadScripts(text, scripts, knows)),
			[],
		);
	});

	it("to commands and options of thingsmith find them", () => {
		const lines = ({ text }: TextFile) => [...spansOf(text), ...codeLinesOf(text)];
		assert.deepEqual(
			inAll([...pages, ...comments], (file) => lines(file).flatMap((line) => deadCommands(line, tool))),
			[],
		);
	});

	it("to commands, in messages of the tool, find them", () => {
		assert.deepEqual(
			inAll(ours, ({ text }) => commandsInMessages(text).flatMap((line) => deadCommands(line, tool))),
			[],
		);
	});

	it("to options by themselves are options of a command of ours", () => {
		const programs = Object.values(scripts).map((script) => textOf(programOf(script)));
		const known = [
			...allOptions(tool),
			...programs.flatMap((text) => text.match(/--[a-z][\w-]*/g) ?? []),
			...foreignOptions,
		];
		assert.deepEqual(
			inAll(pages, ({ text }) => deadOptions(spansOf(text), known)),
			[],
		);
	});

	it("to codes are words of the sources", () => {
		const made = possibleState(defaultProject).map(({ name }) => name);
		const known = new Set([...ours.flatMap(({ text }) => wordsIn(text)), ...made, ...foreignWords]);
		// AWS's names have a page of their own.
		const checked = pages.filter(({ path }) => path !== "docs/aws-behaviour.md");
		assert.deepEqual(
			inAll(checked, ({ text }) => deadWords(spansOf(text), known)),
			[],
		);
	});
});

/** Path of the source that an npm script runs; empty where it runs something else. */
function programOf(script: string): string {
	const [, program] = /\bnode dist\/(\S+)\.js/.exec(script) ?? [];
	return program === undefined ? "" : `${program}.ts`;
}

function textOf(program: string): string {
	return sources.find(({ path }) => path === program)?.text ?? "";
}

/** Whether what an npm script runs has this option: a command of the tool, or a source that names it. */
function knowsOption(script: string, option: string, tool: Command): boolean {
	const [, words] = /\/thingsmith\.js(.*)/.exec(script) ?? [];
	if (words === undefined) return textOf(programOf(script)).includes(option);
	return deadCommands(`thingsmith${words} ${option}`, tool).length === 0;
}
