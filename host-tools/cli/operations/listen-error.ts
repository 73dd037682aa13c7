import { explainSystemError } from "../../base/system-error.js";
import { systemErrorCode, ToolError } from "../../base/tool-error.js";

/** Why the emulator did not start: a listener's EADDRINUSE or EACCES names the port and the flag, the rest speaks for itself. */
export function listenError(thrown: unknown, portOfFlag: Readonly<Record<string, number>>): ToolError {
	if (thrown instanceof ToolError) return thrown;
	const code = systemErrorCode(thrown);
	const { port, address } = thrown as { port?: number; address?: string };
	if (code === "EADDRNOTAVAIL") {
		return new ToolError("emulator-failed", `${address} is no address of this machine`, {
			next: "name one that it has, or listen on all: --host all",
			cause: thrown,
		});
	}
	if (port === undefined || (code !== "EADDRINUSE" && code !== "EACCES")) {
		const { message } = thrown as Error;
		const meaning = explainSystemError(thrown);
		if (meaning === undefined) return new ToolError("emulator-failed", message, { cause: thrown });
		return new ToolError(meaning.code, `${message}: ${meaning.reason}`, { next: meaning.next, cause: thrown });
	}
	const [flag = "--port", other] = Object.keys(portOfFlag).filter((name) => portOfFlag[name] === port);
	if (other !== undefined) {
		return new ToolError("usage", `${flag} and ${other} are both ${port}`, {
			next: `give each a port of its own: ${other} 0 picks a free one`,
			cause: thrown,
		});
	}
	return code === "EADDRINUSE"
		? new ToolError("port-busy", `Port ${port} is in use by another process`, {
				next: `end that process, or take another port: ${flag} 0 picks a free one`,
				cause: thrown,
			})
		: new ToolError("port-forbidden", `This user may not listen on port ${port}`, {
				next:
					port < 1024
						? `take one above 1023, e.g. ${flag} ${flag === "--https-port" ? 8443 : 0}, or allow it (docs/emulator.md)`
						: `take another one: ${flag} 0 picks a free one`,
				cause: thrown,
			});
}
