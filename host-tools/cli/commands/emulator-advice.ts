import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";

/** Where `thingsmith local` listens unless told otherwise. */
const defaultUrl = "http://127.0.0.1:4566";
/** For an answer from this machine, in ms; nobody waits for what is only advice. */
const probeMs = 1_500;
/** What a person meets who has started the emulator and not told the other terminal. */
const codes: readonly ToolErrorCode[] = Object.freeze([
	"region-missing",
	"credentials-missing",
	"endpoint-unreachable",
]);

/** `error`, with the lines that lead to the emulator on this machine where it is missed and answers. */
export async function withEmulatorAdvice(error: ToolError, url = defaultUrl): Promise<ToolError> {
	if (!codes.includes(error.code) || !(await answers(url))) return error;
	const next = [
		"`thingsmith local` answers on this machine. To use it:",
		`  export AWS_ENDPOINT_URL=${url}`,
		`  $env:AWS_ENDPOINT_URL = "${url}"    (PowerShell)`,
	].join("\n");
	return new ToolError(error.code, error.message, { next, device: error.device, cause: error });
}

/** Whether our emulator is there: others have no such page. */
async function answers(url: string): Promise<boolean> {
	try {
		const answer = await fetch(`${url}/_thingsmith/health`, {
			signal: AbortSignal.timeout(probeMs),
			redirect: "error",
		});
		await answer.body?.cancel();
		return answer.ok;
	} catch {
		return false;
	}
}
