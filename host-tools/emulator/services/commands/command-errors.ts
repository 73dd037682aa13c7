import { AwsError } from "../../aws-error.js";
import type { Operation } from "../../http/operation.js";

/** What other operations call InvalidRequestException and LimitExceededException has other names here (API model). */
export function withCommandErrors(operation: Operation): Operation {
	return {
		...operation,
		async handle(call) {
			try {
				return await operation.handle(call);
			} catch (error) {
				throw error instanceof AwsError ? renamed(error) : error;
			}
		},
	};
}

function renamed(error: AwsError): AwsError {
	if (error.name === "InvalidRequestException") return new AwsError("ValidationException", error.message);
	if (error.name === "LimitExceededException") return new AwsError("ServiceQuotaExceededException", error.message);
	return error;
}
