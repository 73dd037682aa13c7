import type { Expression, SqlVersion } from "../ast.js";
import { codeFunctions } from "./code-functions.js";
import { collectionFunctions } from "./collection-functions.js";
import { messageFunctions } from "./message-functions.js";
import { numberFunctions } from "./number-functions.js";
import { regexpFunctions } from "./regexp-functions.js";
import type { SqlFunction } from "./sql-function.js";
import { textFunctions } from "./text-functions.js";

/** By their names in lower case; `cast`, `exists` and `encode(*, …)` are the parser's and the evaluation's. */
const functions: ReadonlyMap<string, SqlFunction> = new Map(
	Object.entries({
		...codeFunctions,
		...collectionFunctions,
		...messageFunctions,
		...numberFunctions,
		...regexpFunctions,
		...textFunctions,
	}),
);

/** Functions of AWS that ask services which are not here. */
const absent: ReadonlySet<string> = new Set(["get_dynamodb", "get_secret", "machinelearning_predict"]);

export function sqlFunction(name: string): SqlFunction | undefined {
	return functions.get(name);
}

export function functionNames(): readonly string[] {
	return [...functions.keys()];
}

/** Why a call is refused when the rule is made; undefined when it is not. */
export function functionProblem(
	name: string,
	parameters: readonly Expression[],
	version: SqlVersion,
): string | undefined {
	const known = functions.get(name);
	if (absent.has(name)) return `This emulator does not have the function ${name}`;
	if (known === undefined) return `There is no function ${name}`;
	if (known.since2016 === true && version === "2015-10-08") {
		return `The function ${name} needs awsIotSqlVersion 2016-03-23 (this rule has 2015-10-08)`;
	}
	return known.problem?.(parameters);
}
