import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import type { ExportFormat } from "../../cloud/export/export-format.js";
import { exportProject } from "../../cloud/export/export-project.js";
import { writeExport } from "../../cloud/export/write-export.js";
import { lambdaSource } from "../../cloud/lambdas/lambda-source.js";
import { readProject } from "../../cloud/project/read-project.js";

/** A project was written as infrastructure code. */
export interface ExportedEvent {
	readonly event: "exported";
	readonly format: ExportFormat;
	/** Paths of the files, in the order in which they are to be read. */
	readonly files: readonly string[];
	/** What its user has to know; the same stands at the top of the output. */
	readonly notes: readonly string[];
}

export interface CloudExportOptions {
	readonly format: ExportFormat;
	readonly outDirectory: string;
	/** Undefined: thingsmith.json of `directory`, where there is one. */
	readonly projectPath: string | undefined;
	readonly directory: string;
	readonly force: boolean;
}

/** Writes what `cloud apply` would make as code for another tool. Needs no account. */
export async function exportCloud(
	{ format, outDirectory, projectPath, directory, force }: CloudExportOptions,
	{ emit }: TaskContext<ExportedEvent | NoteEvent>,
): Promise<void> {
	const project = await readProject(projectPath, directory);
	const exported = await exportProject(format, project, lambdaSource);
	const files = await writeExport(exported.files, { directory: outDirectory, force });
	emit({ event: "exported", format, files, notes: exported.notes });
}
