import { stat } from "node:fs/promises";
import { decodeText } from "../../base/files/decode-text.js";
import { readInputFile } from "../../base/files/read-input-file.js";
import { systemReason } from "../../base/system-error.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { findFiles, largestFile } from "../../cloud/lint/find-files.js";
import type { Finding } from "../../cloud/lint/finding.js";
import { mend } from "../../cloud/lint/fix/mend.js";
import { rewriteFile } from "../../cloud/lint/fix/rewrite-file.js";
import { type Linted, lintText } from "../../cloud/lint/lint-text.js";
import type { LintOptions } from "../../cloud/lint/rules/rule.js";
import { allRules } from "../../cloud/lint/rules/rules.js";
import { type SarifFinding, sarifLog } from "../../cloud/lint/sarif.js";
import { lineCounter } from "../../cloud/lint/text/source-text.js";

/** Something that AWS refuses, or that is too open. */
export interface FindingEvent extends SarifFinding {
	readonly event: "finding";
	/** `--fix` would mend it. */
	readonly fixable: boolean;
}

/** `--fix` has changed a file. */
export interface MendedEvent {
	readonly event: "mended";
	readonly file: string;
	/** Where it was. */
	readonly line: number;
	readonly rule: string;
	readonly change: string;
}

/** A file, or a part of one, that was not looked at or not mended, and why. */
export interface PassedOverEvent {
	readonly event: "passed-over";
	readonly file: string;
	readonly line?: number;
	readonly reason: string;
}

/** All files were looked at. */
export interface LintedEvent {
	readonly event: "linted";
	readonly files: number;
	readonly findings: number;
	readonly mended: number;
}

/** Everything as one document; instead of `finding`. */
export interface ReportEvent {
	readonly event: "report";
	readonly log: object;
}

export type LintEvent = FindingEvent | MendedEvent | PassedOverEvent | LintedEvent | ReportEvent;

export interface CloudLintOptions {
	/** Files and folders; none: the current folder. */
	readonly paths: readonly string[];
	readonly fix: boolean;
	/** Rules that are left out. */
	readonly ignore: readonly string[];
	readonly rules: LintOptions;
	/** Of a report in SARIF, which is wanted where it is given. */
	readonly sarifVersion: string | undefined;
}

/** Reports what is wrong in policies, templates and the like. Rejects with ToolError `usage`, `file-missing`, `lint-findings` where something is. */
export async function cloudLint(options: CloudLintOptions, context: TaskContext<LintEvent>): Promise<void> {
	checkIgnored(options.ignore);
	const run = new LintRun(options, context);
	for (const path of options.paths.length === 0 ? ["."] : options.paths) await run.look(path);
	run.finish();
}

function checkIgnored(ignore: readonly string[]): void {
	const unknown = ignore.find((id) => !allRules.some((rule) => rule.id === id));
	if (unknown === undefined) return;
	throw new ToolError("usage", `There is no rule "${unknown}"`, {
		next: "docs/lint.md has them all; a finding names its own",
	});
}

class LintRun {
	readonly #options: CloudLintOptions;
	readonly #context: TaskContext<LintEvent>;
	readonly #findings: SarifFinding[] = [];
	#files = 0;
	#filesWithFindings = 0;
	#mended = 0;
	#isComplete = true;

	constructor(options: CloudLintOptions, context: TaskContext<LintEvent>) {
		this.#options = options;
		this.#context = context;
	}

	async look(path: string): Promise<void> {
		if (!(await isDirectory(path))) return this.#named(path);
		const { paths, bound } = await findFiles(path, this.#context.signal);
		for (const file of paths) await this.#found(file);
		if (bound === undefined) return;
		this.#isComplete = false;
		this.#context.emit({ event: "passed-over", file: path, reason: bound });
	}

	finish(): void {
		const { emit } = this.#context;
		const [files, findings, mended] = [this.#files, this.#findings.length, this.#mended];
		const { sarifVersion: toolVersion } = this.#options;
		if (toolVersion !== undefined) {
			const log = sarifLog({ findings: this.#findings, rules: allRules, toolVersion, isComplete: this.#isComplete });
			emit({ event: "report", log });
		}
		emit({ event: "linted", files, findings, mended });
		if (findings === 0) return;
		throw new ToolError("lint-findings", `${count(findings, "finding")} in ${count(this.#filesWithFindings, "file")}`, {
			next: "docs/lint.md explains each rule; --fix mends what can be mended without a decision, --ignore RULE leaves a rule out",
		});
	}

	async #named(path: string): Promise<void> {
		const { signal } = this.#context;
		const bytes = await readInputFile(path, {
			signal,
			largest: largestFile,
			next: "name a file or a folder that is there",
		});
		if (await this.#lint(path, bytes)) return;
		throw new ToolError("usage", `${path} is nothing that can be looked at`, {
			next: "name a policy, a provisioning template, a security profile, a job document, a template of CloudFormation or a file of Terraform",
		});
	}

	async #found(path: string): Promise<void> {
		const pass = (reason: string) => this.#context.emit({ event: "passed-over", file: path, reason });
		try {
			const bytes = await readInputFile(path, { signal: this.#context.signal, largest: largestFile });
			if (!(await this.#lint(path, bytes))) pass("it is none of the kinds that are looked at");
		} catch (error) {
			if (!(error instanceof ToolError) || !["file-missing", "file-invalid"].includes(error.code)) throw error;
			this.#isComplete = false;
			pass(error.cause === undefined ? error.message : systemReason(error.cause));
		}
	}

	/** False when it is none of the kinds. */
	async #lint(path: string, bytes: Buffer): Promise<boolean> {
		const text = decodeText(bytes);
		const linted = lintText(text, this.#options.rules);
		if (linted === undefined) return false;
		this.#files += 1;
		const mended = this.#options.fix ? await this.#mend(path, bytes, text, linted) : undefined;
		const after = mended === undefined ? linted : lintText(mended, this.#options.rules);
		this.#report(path, mended ?? text, after ?? linted);
		return true;
	}

	/** The text as it is now; undefined when the file stayed as it was. */
	async #mend(path: string, bytes: Buffer, text: string, { findings }: Linted): Promise<string | undefined> {
		const { emit } = this.#context;
		const { text: mended, changes, why } = mend(text, findings.filter(this.#isMeant), this.#options.rules);
		const reason = mended !== undefined && !Buffer.from(text).equals(bytes) ? "it is not plain UTF-8" : why;
		if (reason !== undefined) emit({ event: "passed-over", file: path, reason: `not mended: ${reason}` });
		if (mended === undefined || reason !== undefined) return undefined;
		await rewriteFile(path, bytes, mended);
		const place = lineCounter(text);
		for (const { finding, says } of changes) {
			this.#mended += 1;
			emit({
				event: "mended",
				file: shown(path),
				line: place(finding.range.start).line,
				rule: finding.rule,
				change: says,
			});
		}
		return mended;
	}

	#report(path: string, text: string, { findings, notes }: Linted): void {
		const { emit } = this.#context;
		const file = shown(path);
		const place = lineCounter(text);
		const meant = findings.filter(this.#isMeant);
		if (meant.length > 0) this.#filesWithFindings += 1;
		for (const { rule, severity, path: inDocument, range, message, mend: mends, fix } of meant) {
			const { line, column } = place(range.start);
			const end = place(range.end);
			const finding = {
				rule,
				severity,
				file,
				line,
				column,
				endLine: end.line,
				endColumn: end.column,
				path: inDocument,
				message,
				mend: mends,
			};
			this.#findings.push(finding);
			if (this.#options.sarifVersion === undefined) emit({ event: "finding", ...finding, fixable: fix !== undefined });
		}
		for (const { says, offset } of notes) {
			this.#isComplete = false;
			emit({ event: "passed-over", file, line: place(offset).line, reason: says });
		}
	}

	readonly #isMeant = ({ rule }: Finding): boolean => !this.#options.ignore.includes(rule);
}

function shown(path: string): string {
	return path.replaceAll("\\", "/");
}

async function isDirectory(path: string): Promise<boolean> {
	return stat(path).then(
		(found) => found.isDirectory(),
		() => false,
	);
}

function count(number: number, what: string): string {
	return `${number} ${what}${number === 1 ? "" : "s"}`;
}
