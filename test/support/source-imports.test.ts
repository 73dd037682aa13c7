import assert from "node:assert/strict";
import { importsOf } from "./source-imports.js";

const source = `#!/usr/bin/env node
// import "./not-this.js";
/**
 * import "./nor-this.js";
 */
import "reflect-metadata";
import { readFile } from "node:fs/promises";
import type { A } from "./a.js";
import {
	b,
	type C,
} from "../b/b.js";
import * as d from "@scope/d/sub";
export type { E } from "./e.js";
export { f } from "./f.js";
export * from "./g.js";
export const text = "from './h.js'";
const later = await import("./i.js");
`;

describe("importsOf", () => {
	it("finds every import and re-export, and nothing in comments and strings", () => {
		assert.deepEqual(importsOf("x/y/file.ts", source), [
			{ target: "reflect-metadata", kind: "value" },
			{ target: "node:", kind: "value" },
			{ target: "x/y/a.ts", kind: "type" },
			{ target: "x/b/b.ts", kind: "value" },
			{ target: "@scope/d/sub", kind: "value" },
			{ target: "x/y/e.ts", kind: "type" },
			{ target: "x/y/f.ts", kind: "value" },
			{ target: "x/y/g.ts", kind: "value" },
			{ target: "x/y/i.ts", kind: "dynamic" },
		]);
	});
});
