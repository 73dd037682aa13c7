import fc from "fast-check";
import { type SqlVersion, sqlVersions } from "../../../host-tools/emulator/services/rules/sql/ast.js";
import { CostlyEvaluation } from "../../../host-tools/emulator/services/rules/sql/budget.js";
import { evaluateStatement } from "../../../host-tools/emulator/services/rules/sql/evaluate-statement.js";
import { functionNames } from "../../../host-tools/emulator/services/rules/sql/functions/function-table.js";
import { parseSql } from "../../../host-tools/emulator/services/rules/sql/parse-sql.js";
import { printSql } from "../../../host-tools/emulator/services/rules/sql/print-sql.js";
import { fillTemplate, parseTemplate } from "../../../host-tools/emulator/services/rules/sql/template.js";
import { statements } from "../../host-tools/emulator/services/rules/sql/arbitrary-sql.js";
import { message } from "../../host-tools/emulator/services/rules/sql/run-sql.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { mutateBytes, mutateText } from "../mutate.js";
import { mutateJson } from "../odd-json.js";
import type { Random } from "../random.js";
import { refusable } from "../refusals.js";

const names = functionNames();
const constants = [
	"1",
	"-1",
	"0.5",
	"1e308",
	"'a'",
	"''",
	"null",
	"true",
	"*",
	"[1,2]",
	"{'a':1}",
	"a.b",
	"topic()",
	"'%'",
	"'(a+)+$'",
];
const words = [
	...constants,
	...names.map((name) => `${name}(`),
	"SELECT ",
	"SELECT VALUE ",
	" FROM 'a/#'",
	" WHERE ",
	" AS ",
	" IN ",
	"EXISTS(",
	"CASE ",
	" WHEN ",
	" THEN ",
	" END",
	"CAST(",
	"(",
	")",
	"[",
	"]",
	"${",
	"}",
	",",
	".",
	"::",
	"SET @x = ",
	"@x",
	"--",
	"/*",
];
const payload = {
	a: { b: [1, "x", { c: null }] },
	value: 21.5,
	temp_c: -3,
	set: [1, 2, 3],
	text: "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
};

/** A call of any function with anything. */
function call(random: Random, depth = 2): string {
	const given = Array.from({ length: random.few(5) }, () =>
		depth > 0 && random.once(4) ? call(random, depth - 1) : random.pick(constants),
	);
	return `${random.pick(names)}(${given.join(", ")})`;
}

/** SQL of rules: parsed, evaluated with odd messages, and expressions in templates of actions. */
export const sql: FuzzTarget = {
	name: "sql",
	share: 70,
	open() {
		const printed = fc.sample(statements, { numRuns: 400, seed: 1 }).map(printSql);
		return {
			next(random) {
				const text = random.once(2)
					? random.pick(printed)
					: `SELECT ${call(random)} AS v FROM 'a/#' WHERE ${call(random)} = 1`;
				const asked = random.once(3) ? text : mutateText(random, text, words, 8192);
				const version = random.pick(sqlVersions);
				const given = Buffer.from(JSON.stringify(random.once(2) ? payload : mutateJson(random, payload)));
				const received = random.once(4) ? mutateBytes(random, given) : given;
				return attempt(
					() => `${version} ${asked}\n${received.toString("hex")}`,
					() => evaluate(asked, version, received),
				);
			},
		};
	},
};

function evaluate(text: string, version: SqlVersion, received: Buffer): void {
	const statement = refusable(() => parseSql(text, version));
	if (statement === undefined) return;
	const outcome = refusable(() => evaluateStatement(statement, message(received)), CostlyEvaluation);
	if (outcome === undefined) return;
	const template = refusable(() => parseTemplate(`a/\${${text.slice(7, 200)}}`, version));
	if (template !== undefined) refusable(() => fillTemplate(template, outcome.evaluator), CostlyEvaluation);
}
