import { appendFileSync } from "node:fs";
import { register } from "node:module";

/** With `node --import`, this file writes the URL of every module that is loaded, one a line, to $RECORD_MODULES. */
type Load = (url: string, context: unknown, nextLoad: (url: string, context: unknown) => unknown) => unknown;

export const load: Load = (url, context, nextLoad) => {
	appendFileSync(process.env.RECORD_MODULES ?? "/dev/null", `${url}\n`);
	return nextLoad(url, context);
};

// The hooks run in a thread of their own, which loads this file once more.
if (!import.meta.url.includes("?hooks")) register(`${import.meta.url}?hooks`);
