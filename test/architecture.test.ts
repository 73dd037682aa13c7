import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { importsOf, packageOf, readSources, repositoryRoot, type SourceImport } from "./support/source-imports.js";

const sources = new Map([...readSources("firmware"), ...readSources("host-tools")]);
const graph = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));

interface Edge extends SourceImport {
	readonly from: string;
}

const edges: readonly Edge[] = [...graph].flatMap(([from, imports]) => imports.map((one) => ({ from, ...one })));
const inside =
	(...folders: string[]) =>
	(path: string) =>
		folders.some((folder) => path.startsWith(`${folder}/`));
const isFile = (target: string) => target.endsWith(".ts");
const show = ({ from, target, kind }: Edge) => `${from} imports ${target} (${kind})`;

/** Edges out of `folder` that `allowed` does not know. */
function violations(folder: string, allowed: (edge: Edge) => boolean): string[] {
	const own = edges.filter(({ from }) => inside(folder)(from));
	assert.notEqual(own.length, 0, `${folder} has no imports at all: was it moved?`);
	return own.filter((edge) => !allowed(edge)).map(show);
}

describe("architecture", () => {
	it("every relative import of a source leads to a source", () => {
		const lost = edges.filter(({ target }) => isFile(target) && !existsSync(join(repositoryRoot, target)));
		assert.deepEqual(lost.map(show), []);
	});

	it("firmware/core imports firmware/core and firmware/ports, and nothing else", () => {
		const core = inside("firmware/core");
		const ports = inside("firmware/ports");
		assert.deepEqual(
			violations("firmware/core", ({ target }) => core(target) || ports(target)),
			[],
		);
	});

	it("firmware/ports imports other ports, and nothing else", () => {
		assert.deepEqual(
			violations("firmware/ports", ({ target }) => inside("firmware/ports")(target)),
			[],
		);
	});

	it("adapters know of the core no more than encodings and the bare board", () => {
		const helpers = ["bare-board", "encoding/pem"].map((name) => `firmware/core/${name}.ts`);
		const allowed = ({ from, target }: Edge) =>
			from.endsWith("/compose.ts") || !inside("firmware/core")(target) || helpers.includes(target);
		assert.deepEqual(violations("firmware/adapters", allowed), []);
		assert.deepEqual(violations("host-tools/virtual-device", allowed), []);
	});

	it("firmware never imports host-tools", () => {
		assert.deepEqual(
			violations("firmware", ({ target }) => !inside("host-tools")(target)),
			[],
		);
	});

	it("only compose files make a device of core and adapters", () => {
		const makers = edges.filter(({ target, kind }) => target === "firmware/core/device.ts" && kind !== "type");
		const outsiders = makers.filter(({ from }) => !from.endsWith("/compose.ts"));
		assert.deepEqual(outsiders.map(show), []);
		assert.ok(makers.some(({ from }) => from === "host-tools/virtual-device/compose.ts"));
	});

	it("the emulator states AWS's side on its own: of our code it imports only the handling of private files", () => {
		const allowed = inside("host-tools/emulator", "host-tools/base/files");
		assert.deepEqual(
			violations("host-tools/emulator", ({ target }) => !isFile(target) || allowed(target)),
			[],
		);
	});

	it("what the command loads before it knows what to do is commander and light files of its own", () => {
		const packages = [...reachable("host-tools/cli/bin/thingsmith.ts")]
			.filter((target) => !isFile(target) && target !== "node:")
			.map(packageOf);
		assert.deepEqual([...new Set(packages)], ["commander"]);
	});

	it("only what npm and users start touches the process's arguments, exit, streams and signals", () => {
		const touching = /\bprocess\.(argv|exit|exitCode|stdin|stdout|stderr|env|on|once)\b/;
		const files = [...sources].filter(([path, text]) => inside("host-tools")(path) && touching.test(text));
		const elsewhere = files.map(([path]) => path).filter((path) => !inside("host-tools/cli/bin")(path));
		assert.deepEqual(elsewhere, []);
		assert.notEqual(files.length, 0);
	});

	it("files do not import each other in a circle", () => {
		assert.deepEqual(circles(), []);
	});
});

/** Everything that is loaded with `start`: static imports that are no types. */
function reachable(start: string): Set<string> {
	const seen = new Set([start]);
	for (const path of seen) {
		for (const { target, kind } of graph.get(path) ?? []) if (kind === "value") seen.add(target);
	}
	return seen;
}

function circles(): string[] {
	return [...graph.keys()].filter((path) =>
		(graph.get(path) ?? []).some(
			({ target, kind }) => kind === "value" && isFile(target) && reachable(target).has(path),
		),
	);
}
