import { systemErrorCode, ToolError } from "../tool-error.js";

/** Turns a listener's EADDRINUSE or EACCES into an error that names the port and the flag; anything else is passed on. */
export function listenError(thrown: unknown, portOfFlag: Readonly<Record<string, number>>): unknown {
	const code = systemErrorCode(thrown);
	if (code !== "EADDRINUSE" && code !== "EACCES") return thrown;
	const port = (thrown as { port?: number }).port;
	const [flag = "--port"] = Object.entries(portOfFlag).find(([, wanted]) => wanted === port) ?? [];
	return code === "EADDRINUSE"
		? new ToolError("port-busy", `Port ${port} is in use by another process`, {
				next: `end that process, or take another port: ${flag} 0 picks a free one`,
				cause: thrown,
			})
		: new ToolError("port-forbidden", `This user may not listen on port ${port}`, {
				next: `take another one: ${flag} 0 picks a free one`,
				cause: thrown,
			});
}
