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

/** The wings of the host tools, each with the wings it may import; board and cloud meet in the exceptions. */
const wings: Readonly<Record<string, readonly string[]>> = {
	base: [],
	"virtual-device": ["base"],
	cloud: ["base"],
	board: ["base", "virtual-device"],
	emulator: ["base"],
	moddable: ["base", "board"],
	cli: ["base", "virtual-device", "cloud", "board", "emulator", "moddable"],
};

const wingExceptions = [
	{ from: "host-tools/board/provision/", target: "host-tools/cloud/", why: "a board becomes a thing of an account" },
];

/** What a wing may know of the firmware; a wing that is not named may know all of it. */
const firmwareFor: Readonly<Record<string, readonly string[]>> = {
	base: ["firmware/ports/errors.ts"],
	cloud: [],
	emulator: [],
};

const wingOf = (path: string) => /^host-tools\/([^/]+)\//.exec(path)?.[1];

function mayImport({ from, target }: Edge): boolean {
	const wing = wingOf(from) ?? "";
	if (inside("firmware")(target)) return firmwareFor[wing]?.includes(target) ?? true;
	const other = wingOf(target);
	if (other === undefined || other === wing || wings[wing]?.includes(other)) return true;
	return wingExceptions.some((one) => from.startsWith(one.from) && target.startsWith(one.target));
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

	it("the emulator's services know each other by their types only", () => {
		const serviceOf = (path: string) => /^host-tools\/emulator\/services\/([^/]+)\//.exec(path)?.[1];
		const foreign = ({ from, target }: Edge) =>
			serviceOf(from) !== undefined && serviceOf(target) !== undefined && serviceOf(from) !== serviceOf(target);
		assert.deepEqual(
			violations("host-tools/emulator/services", (edge) => !foreign(edge) || edge.kind === "type"),
			[],
		);
	});

	it("the emulator's broker and HTTP server know no service, the broker their common interface only", () => {
		const services = inside("host-tools/emulator/services");
		const seam = "host-tools/emulator/services/service.ts";
		assert.deepEqual(
			violations("host-tools/emulator/broker", ({ target, kind }) => {
				return !services(target) || (target === seam && kind === "type");
			}),
			[],
		);
		assert.deepEqual(
			violations("host-tools/emulator/http", ({ target }) => !services(target)),
			[],
		);
	});

	it("the emulator's policy language, PKI and store know nothing of what uses them", () => {
		const users = inside("host-tools/emulator/broker", "host-tools/emulator/http", "host-tools/emulator/services");
		for (const folder of ["policy", "pki", "store"]) {
			assert.deepEqual(
				violations(`host-tools/emulator/${folder}`, ({ target }) => !users(target)),
				[],
			);
		}
	});

	it("the host tools are wings that import downwards only, types included", () => {
		const found = new Set([...sources.keys()].flatMap((path) => wingOf(path) ?? []));
		assert.deepEqual([...found].sort(), Object.keys(wings).sort());
		assert.deepEqual(
			violations("host-tools", (edge) => mayImport(edge)),
			[],
		);
		const unused = wingExceptions.filter(
			(one) => !edges.some(({ from, target }) => from.startsWith(one.from) && target.startsWith(one.target)),
		);
		assert.deepEqual(unused, []);
	});

	it("of a board, the builds for chips know what it is flashed with and nothing else", () => {
		const allowed = inside("host-tools/board/firmware", "host-tools/board/partitions");
		assert.deepEqual(
			violations("host-tools/moddable", ({ target }) => !inside("host-tools/board")(target) || allowed(target)),
			[],
		);
	});

	it("in the command line, operations know no command and no renderer, and renderers know no command", () => {
		const above = (...folders: string[]) => inside(...folders.map((folder) => `host-tools/cli/${folder}`));
		const operations = above("bin", "commands", "render");
		const render = above("bin", "commands");
		assert.deepEqual(
			violations("host-tools/cli/operations", ({ target }) => !operations(target)),
			[],
		);
		assert.deepEqual(
			violations("host-tools/cli/render", ({ target }) => !render(target)),
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

	it("files do not import each other in a circle, types included", () => {
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

/** Files that import each other in a circle, by whatever kind of import. */
function circles(): string[] {
	return [...graph.keys()].filter((start) => {
		const seen = new Set((graph.get(start) ?? []).map(({ target }) => target));
		for (const path of seen) for (const { target } of graph.get(path) ?? []) seen.add(target);
		return seen.has(start);
	});
}
