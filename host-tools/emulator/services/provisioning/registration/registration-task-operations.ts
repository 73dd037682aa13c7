import { invalidRequest, notFound, quote } from "../../../aws-error.js";
import {
	type Answer,
	type ApiCall,
	epochSeconds,
	type Operation,
	ownPrefix,
	TextAnswer,
} from "../../../http/operation.js";
import { pageByToken, timeKey } from "../../../http/pages.js";
import type { RegistrationTask, ReportType } from "./registration-task.js";
import type { RegistrationTasks } from "./registration-tasks.js";

const statuses: readonly RegistrationTask["status"][] = [
	"InProgress",
	"Completed",
	"Failed",
	"Cancelled",
	"Cancelling",
];
const reportPath = `${ownPrefix}registration-tasks/{taskId}/{report}`;

/** Bulk registration, and its reports as files of the emulator's own. */
export function registrationTaskOperations(tasks: RegistrationTasks): readonly Operation[] {
	const all = "/thing-registration-tasks";
	const one = "/thing-registration-tasks/{taskId}";
	return [
		{ name: "StartThingRegistrationTask", method: "POST", path: all, handle: (call) => start(tasks, call) },
		{ name: "DescribeThingRegistrationTask", method: "GET", path: one, handle: (call) => describe(tasks, call) },
		{ name: "StopThingRegistrationTask", method: "PUT", path: `${one}/cancel`, handle: (call) => stop(tasks, call) },
		{ name: "ListThingRegistrationTasks", method: "GET", path: all, handle: (call) => list(tasks, call) },
		{
			name: "ListThingRegistrationTaskReports",
			method: "GET",
			path: `${one}/reports`,
			handle: (call) => listReports(tasks, call),
		},
		{ name: `GET ${reportPath}`, method: "GET", path: reportPath, handle: (call) => report(tasks, call) },
	];
}

function start(tasks: RegistrationTasks, { body, scope }: ApiCall): Answer {
	const members = body();
	const { taskId } = tasks.start(
		{
			templateBody: members.requiredString("templateBody"),
			inputFileBucket: members.requiredString("inputFileBucket"),
			inputFileKey: members.requiredString("inputFileKey"),
			roleArn: members.requiredString("roleArn"),
		},
		scope,
	);
	return { taskId };
}

function describe(tasks: RegistrationTasks, { path }: ApiCall): Answer {
	const { scope: _, creationDate, lastModifiedDate, ...task } = tasks.describe(path("taskId"));
	return { ...task, creationDate: epochSeconds(creationDate), lastModifiedDate: epochSeconds(lastModifiedDate) };
}

function stop(tasks: RegistrationTasks, { path }: ApiCall): Answer {
	tasks.stop(path("taskId"));
	return {};
}

function list(tasks: RegistrationTasks, call: ApiCall): Answer {
	const wanted = call.query.string("status");
	if (wanted !== undefined && !statuses.some((status) => status === wanted)) {
		throw invalidRequest(`status must be one of ${statuses.join(", ")}: it is ${quote(wanted)}`);
	}
	const { items, next } = pageByToken(call, {
		from: (range) => tasks.list(range),
		where: ({ status }) => wanted === undefined || status === wanted,
		keyOf: ({ creationDate, taskId }) => timeKey(creationDate, taskId),
	});
	return { taskIds: items.map(({ taskId }) => taskId), nextToken: next };
}

/** AWS's links are of S3; here they lead to the emulator, by the name that the caller knows it by. */
function listReports(tasks: RegistrationTasks, { path, query, headers }: ApiCall): Answer {
	const reportType = typeOf(query.requiredString("reportType"));
	const { taskId } = tasks.describe(path("taskId"));
	const file = `${ownPrefix}registration-tasks/${taskId}/${reportType.toLowerCase()}.json`;
	return { resourceLinks: tasks.hasReport(taskId, reportType) ? [`http://${headers.host}${file}`] : [], reportType };
}

function report(tasks: RegistrationTasks, { path }: ApiCall): Answer {
	const { taskId } = tasks.describe(path("taskId"));
	const type = /^(results|errors)\.json$/.exec(path("report"))?.[1];
	if (type === undefined) throw notFound("There are results.json and errors.json");
	return new TextAnswer("application/json", tasks.report(taskId, typeOf(type.toUpperCase())));
}

function typeOf(text: string): ReportType {
	if (text === "RESULTS" || text === "ERRORS") return text;
	throw invalidRequest(`reportType must be RESULTS or ERRORS: it is ${quote(text)}`);
}
