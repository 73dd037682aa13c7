import { interruptible } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import type { VerifiedThing } from "../../cloud/account/verify-thing.js";
import type { BoardRun, OnlineBoard } from "./board-run.js";

/** The step `verify`: asks AWS whether the board is what it says. Rejects with `identity-kept` for another thing than the expected one, `thing-incomplete`. */
export async function verifyBoard(run: BoardRun, { thingName, certificateId }: OnlineBoard): Promise<VerifiedThing> {
	const { names, account } = run.options;
	const { signal } = run.context;
	if (names.thingName !== undefined && thingName !== names.thingName) {
		throw new ToolError("identity-kept", `The board is thing ${thingName}, not ${names.thingName}`, {
			next: "leave it so, or give its identity up first: thingsmith device erase-identity --yes",
		});
	}
	return run.steps.run(
		"verify",
		() => interruptible(() => account.verify({ thingName, certificateId }, signal), signal),
		({ policies }) => `policies ${policies.join(", ")}`,
	);
}
