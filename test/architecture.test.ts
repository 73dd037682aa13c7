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

	it("adapters know of the core no more than encodings, the bare board and the simulated sensor", () => {
		const helpers = ["bare-board", "encoding/pem", "simulated-thermometer"].map((name) => `firmware/core/${name}.ts`);
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

	it("files of the emulator do not import each other in a circle, types included", () => {
		assert.deepEqual(circles(inside("host-tools/emulator"), ["value", "type"]), []);
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

/** Everything that imports of these kinds lead to; static imports that are no types are what is loaded with `start`. */
function reachable(start: string, kinds: readonly SourceImport["kind"][] = ["value"]): Set<string> {
	const seen = new Set([start]);
	for (const path of seen) {
		for (const { target, kind } of graph.get(path) ?? []) if (kinds.includes(kind)) seen.add(target);
	}
	return seen;
}

function circles(
	among: (path: string) => boolean = () => true,
	kinds: readonly SourceImport["kind"][] = ["value"],
): string[] {
	return [...graph.keys()]
		.filter(among)
		.filter((path) =>
			(graph.get(path) ?? []).some(
				({ target, kind }) => kinds.includes(kind) && isFile(target) && reachable(target, kinds).has(path),
			),
		);
}
