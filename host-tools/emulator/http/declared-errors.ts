import { AwsError, type AwsErrorName } from "../aws-error.js";
import { apiModel, isModelled, type Plane } from "./api/api-model.js";

const declared: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	Object.entries(apiModel).flatMap(([plane, operations]) =>
		operations.map(({ name, errors }) => [`${plane} ${name}`, new Set(errors)] as const),
	),
);

/** What any operation may answer (API models, and the API reference's common errors), and what is the emulator's own to say. */
const everywhere: ReadonlySet<AwsErrorName> = new Set([
	"AccessDeniedException",
	"InvalidRequestException",
	"InternalFailureException",
	"UnauthorizedException",
	"ThrottlingException",
	"ServiceUnavailableException",
	"NotImplementedException",
]);

/**
 * The error as the API model of that operation allows it: one that it does not have becomes InvalidRequestException, with the same
 * words. Where there is no model, any error stays as it is.
 */
export function declaredError(plane: Plane, operation: string, error: AwsError): AwsError {
	if (!isModelled(plane)) return error;
	const isDeclared = declared.get(`${plane} ${operation}`)?.has(error.name.replace(/Exception$/, "")) ?? false;
	return isDeclared || everywhere.has(error.name) ? error : new AwsError("InvalidRequestException", error.message);
}

/** The HTTP status of the error on that plane: the API models of both data planes have another one for what is throttled. */
export function statusOn(plane: Plane | "own" | undefined, { name, status }: AwsError): number {
	const isData = plane === "iotdata" || plane === "iot-jobs-data";
	return isData && name === "ThrottlingException" ? 429 : status;
}
