import assert from "node:assert/strict";
import { apiModel, type ModelledPlane } from "../../host-tools/emulator/http/api/api-model.js";
import { TestControlPlane } from "../host-tools/emulator/http/test-control-plane.js";
import { repositoryPaths } from "../support/references/repository.js";
import { readRoot } from "../support/source-imports.js";

interface Row {
	readonly what: string;
	readonly emulator: string;
	readonly test: string;
}

/** The rows of all tables of a section of the page. */
function rowsOf(heading: string): readonly Row[] {
	const page = readRoot("docs/emulator.md");
	const section = page.slice(page.indexOf(`\n## ${heading}\n`) + 4).split(/^## /m)[0] ?? "";
	const lines = section.split("\n").filter((line) => /^\| (?!---|operations |feature )/.test(line));
	return lines.map((line) => {
		const [, what = "", emulator = "", , test = ""] = line.split("|").map((cell) => cell.trim());
		return { what, emulator, test };
	});
}

describe("docs/emulator.md", () => {
	const operations = rowsOf("Operations");
	const marks = new Map(operations.flatMap(({ what, emulator }) => what.split(", ").map((name) => [name, emulator])));
	const planes = Object.entries(apiModel) as [ModelledPlane, (typeof apiModel)[ModelledPlane]][];
	const all = new Set(planes.flatMap(([, modelled]) => modelled.map(({ name }) => name)));

	it("names every operation of the API models once", () => {
		const named = operations.flatMap(({ what }) => what.split(", "));
		assert.deepEqual(named.toSorted(), [...all].sort());
	});

	it("says which of them are answered", async () => {
		const plane = await TestControlPlane.start();
		await plane.close();
		const answered = new Set(plane.operations.map(({ name, plane: of = "iot" }) => `${of} ${name}`));
		for (const [of, modelled] of planes) {
			for (const { name } of modelled) {
				const isHere = marks.get(name) !== "501";
				assert.equal(answered.has(`${of} ${name}`), isHere, `${of} ${name}: ${marks.get(name)}`);
			}
		}
	});

	it("names a test for what is here, and none for what is not", () => {
		const paths = repositoryPaths().filter((path) => path.startsWith("test/host-tools/emulator/"));
		const rows = [...operations, ...rowsOf("MQTT")];
		assert.ok(rows.length > 40);
		for (const { what, emulator, test } of rows) {
			const isHere = emulator === "here" || emulator.startsWith("in part: ");
			assert.match(emulator, /^(here|in part: .+|501|not here|not at AWS either)$/, what);
			assert.equal(/^`[\w/.-]+\.test\.ts`$/.test(test), isHere || emulator === "not at AWS either", `${what}: ${test}`);
			const found = paths.filter((path) => path.endsWith(`/${test.replaceAll("`", "")}`));
			if (test !== "") assert.equal(found.length, 1, `${test} is ${found.length} files`);
		}
	});
});
