import { ownKeyProblems } from "../../../firmware/core/bootstrap-link/own-key-answer.js";
import { noSettingsYet } from "../../../firmware/core/settings/change-settings.js";
import type { LogFields } from "../../../firmware/ports/log.js";
import { memberOf } from "../../base/member-of.js";
import { ToolError } from "../../base/tool-error.js";

const nextSteps: Readonly<Record<string, string>> = Object.freeze({
	"identity-kept": "hold the board's BOOT button while sending, or erase its identity first",
	"bootstrap-invalid": "send the bootstrap again; if the board keeps refusing it, write a new one",
	"flash-full": "shorten the bootstrap's settings, or use a smaller root CA",
	"flash-failed": "send the bootstrap again; if the board keeps refusing it, its flash is worn",
});

const forOwnKey =
	"have the certificate made for this board's own request (`thingsmith device csr`), or give its key with --private-key";

const toProvision = "make it a thing first: `thingsmith device provision`, which takes the same settings and Wi-Fi";

/** What a `bootstrap.refused` of the board means. */
export function bootstrapRefused({ code, message }: LogFields): ToolError {
	const next = nextOf(String(message)) ?? memberOf(nextSteps, String(code));
	return new ToolError("bootstrap-refused", `The board refused the bootstrap: ${message} (${code})`, {
		next: next ?? "look at the board's log (`thingsmith device monitor`) and send the bootstrap again",
	});
}

function nextOf(message: string): string | undefined {
	if (message === noSettingsYet) return toProvision;
	return Object.values<string>(ownKeyProblems).includes(message) ? forOwnKey : undefined;
}
