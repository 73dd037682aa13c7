import assert from "node:assert/strict";
import { flowNames } from "../../host-tools/cloud/lint/flows/flows.js";
import { allRules } from "../../host-tools/cloud/lint/rules/rules.js";
import { readCommands } from "../support/references/commands.js";
import { readRoot } from "../support/source-imports.js";

const page = readRoot("docs/lint.md");

/** Cells of the rows whose first cell is code. */
const rows = page
	.split("\n")
	.filter((line) => /^\| `/.test(line))
	.map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim()));

describe("docs/lint.md", () => {
	it("has every rule once, as it is", () => {
		const written = rows.filter((cells) => cells.length === 4);
		const meant = allRules.map(({ id, severity, finds, isMended, isAmbiguous }) => {
			return [`\`${id}\``, severity, finds, isMended ? "yes" : isAmbiguous ? "†" : "|"];
		});
		assert.deepEqual(written.map((cells) => cells.join(" | ")).sort(), meant.map((cells) => cells.join(" | ")).sort());
	});

	it("has every flow, and so has the command", async () => {
		const written = rows.filter((cells) => cells.length === 2).map(([name]) => name?.replaceAll("`", ""));
		assert.deepEqual(written.sort(), [...flowNames].sort());
		const lint = (await readCommands()).commands.get("cloud")?.commands.get("lint");
		assert.ok(lint?.options.has("--flow"));
	});
});
