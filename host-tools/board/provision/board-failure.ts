import { DeviceError } from "../../../firmware/ports/errors.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";

/** Not a board's fault: the next board would fail for it too. */
const ofTheSeries: readonly ToolErrorCode[] = Object.freeze([
	...(["usage", "interrupted", "installation-incomplete", "region-missing", "bootstrap-invalid"] as const),
	...(["credentials-missing", "credentials-refused", "permission-missing", "endpoint-unreachable"] as const),
	...(["template-missing", "parameter-missing", "root-ca-invalid", "firmware-invalid", "file-invalid"] as const),
]);

/** A board's failure, which a series goes on after. Throws what is none: it ends the series. */
export function boardFailure(thrown: unknown): ToolError {
	if (!(thrown instanceof ToolError) && !(thrown instanceof DeviceError)) throw thrown;
	if (ofTheSeries.includes(thrown.code)) throw thrown;
	return thrown instanceof ToolError ? thrown : new ToolError(thrown.code, thrown.message, { cause: thrown });
}
