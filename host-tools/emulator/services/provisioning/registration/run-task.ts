import { setImmediate } from "node:timers/promises";
import { AwsError, quote } from "../../../aws-error.js";
import type { Buckets } from "../../../buckets.js";
import { checkParameters } from "../check-parameters.js";
import { isStringMap } from "../provisioning-hook.js";
import { parseTemplateBody } from "../template/parse-template-body.js";
import { type RegistrationParts, registerResources } from "./register-resources.js";
import type { RegistrationTask, ReportLine } from "./registration-task.js";

/** Ours. */
const mostLines = 10_000;

/** How a task that runs is heard of. */
export interface TaskProgress {
	isStopped(): boolean;
	note(line: Omit<ReportLine, "taskId">): void;
	count(counts: Pick<RegistrationTask, "successCount" | "failureCount" | "percentageProgress">): void;
	end(status: "Completed" | "Failed" | "Cancelled", message?: string): void;
}

type RunParts = RegistrationParts & { readonly buckets: Pick<Buckets, "read"> };

/** Registers what each line of the input file says, one after the other. Never rejects. */
export async function runTask(task: RegistrationTask, progress: TaskProgress, parts: RunParts): Promise<void> {
	try {
		const { inputFileBucket, inputFileKey } = task;
		const object = await parts.buckets.read(inputFileBucket, inputFileKey);
		if (object === undefined) {
			throw new Error(`The object ${quote(inputFileKey)} of bucket ${quote(inputFileBucket)} is not there`);
		}
		const lines = linesOf(object.toString("utf8"));
		if (lines.length > mostLines)
			throw new Error(`The input file has ${lines.length} lines: the limit is ${mostLines}`);
		await registerLines(task, lines, progress, parts);
		progress.end(progress.isStopped() ? "Cancelled" : "Completed");
	} catch (error) {
		progress.end("Failed", (error as Error).message.slice(0, 2048));
	}
}

interface Line {
	/** From 1. */
	readonly lineNumber: number;
	/** Bytes before it. */
	readonly offset: number;
	readonly text: string;
}

function linesOf(file: string): readonly Line[] {
	let offset = 0;
	const lines = file.split("\n").map((text, index) => {
		const line = { lineNumber: index + 1, offset, text };
		offset += Buffer.byteLength(text) + 1;
		return line;
	});
	return lines.filter(({ text }) => text.trim() !== "");
}

async function registerLines(
	task: RegistrationTask,
	lines: readonly Line[],
	progress: TaskProgress,
	parts: RunParts,
): Promise<void> {
	const template = parseTemplateBody(task.templateBody);
	let successCount = 0;
	let failureCount = 0;
	for (const [index, { lineNumber, offset, text }] of lines.entries()) {
		// Others have their turn between two lines, and may have stopped it.
		await setImmediate();
		if (progress.isStopped()) return;
		try {
			const done = await registerResources(parts, template, parametersIn(text), task.scope);
			const response = { CertificatePem: done.certificatePem, ResourceArns: done.resourceArns };
			progress.note({ type: "RESULTS", lineNumber, text: JSON.stringify({ lineNumber, offset, response }) });
			successCount += 1;
		} catch (error) {
			const said = error instanceof AwsError ? error.message : "The emulator failed on this line";
			progress.note({ type: "ERRORS", lineNumber, text: JSON.stringify({ lineNumber, offset, errorMessage: said }) });
			failureCount += 1;
		}
		const percentageProgress = Math.floor(((index + 1) / lines.length) * 100);
		progress.count({ successCount, failureCount, percentageProgress });
	}
}

/** The values of one device's parameters. Throws AwsError InvalidRequestException. */
function parametersIn(text: string): Readonly<Record<string, string>> {
	const parameters = parse(text);
	if (isStringMap(parameters)) return checkParameters(parameters);
	throw new AwsError("InvalidRequestException", "The line is no JSON object of strings");
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new AwsError("InvalidRequestException", `The line is not JSON: ${(error as Error).message}`);
	}
}
