import type { ArnScope } from "../../arn.js";
import type { JsonObject } from "../../json-value.js";

/** Jobs as other services make and read them; the operations have more. Calls throw AwsError as the AWS operation of the same name would. */
export interface Jobs {
	/** `input`: the members of CreateJob's body, e.g. targets, document, targetSelection. */
	createJob(jobId: string, input: JsonObject, scope: ArnScope): { readonly jobArn: string; readonly jobId: string };
	/** Whether there is a job of that id. */
	hasJob(jobId: string): boolean;
	/** Also while executions run. A missing job is no error. */
	deleteJob(jobId: string): void;
	/** As the operation DeleteJob: a job that is not over is deleted only with `force`. */
	removeJob(jobId: string, force: boolean): void;
}
