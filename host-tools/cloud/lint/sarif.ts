import type { Severity } from "./finding.js";
import type { RuleFacts } from "./rules/rule.js";

/** A finding as a report has it. */
export interface SarifFinding {
	readonly rule: string;
	readonly severity: Severity;
	/** With `/`, from where the command ran. */
	readonly file: string;
	/** From 1; `endColumn` is behind the last character. */
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	readonly path: string;
	readonly message: string;
	readonly mend: string;
}

export interface SarifRun {
	readonly findings: readonly SarifFinding[];
	readonly rules: readonly RuleFacts[];
	readonly toolVersion: string;
	/** False when the command could not look at everything it was to look at. */
	readonly isComplete: boolean;
}

/** Where a person reads more of a rule. */
const helpUri = "docs/lint.md";

/** A log of SARIF 2.1.0 (OASIS), which code hosts and editors show beside the line. */
export function sarifLog({ findings, rules, toolVersion, isComplete }: SarifRun): object {
	return {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [
			{
				tool: {
					driver: {
						name: "thingsmith cloud lint",
						version: toolVersion,
						rules: rules.map(({ id, severity, finds }) => ({
							id,
							shortDescription: { text: finds },
							help: { text: `${finds} (${helpUri}).` },
							defaultConfiguration: { level: severity },
						})),
					},
				},
				columnKind: "utf16CodeUnits",
				invocations: [{ executionSuccessful: isComplete }],
				results: findings.map((finding) => result(finding, rules)),
			},
		],
	};
}

function result(finding: SarifFinding, rules: readonly RuleFacts[]): object {
	const { rule, severity, file, line, column, endLine, endColumn, path, message, mend } = finding;
	const ruleIndex = rules.findIndex(({ id }) => id === rule);
	return {
		ruleId: rule,
		...(ruleIndex < 0 ? {} : { ruleIndex }),
		level: severity,
		message: { text: `${message}. Mend: ${mend}.` },
		locations: [
			{
				physicalLocation: {
					artifactLocation: { uri: encodeURI(file) },
					region: { startLine: line, startColumn: column, endLine, endColumn },
				},
				logicalLocations: [{ fullyQualifiedName: path }],
			},
		],
	};
}
