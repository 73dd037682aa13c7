import type { CommandContext } from "../command-context.js";
import type { ExecuteOptions, Operation } from "./execute.js";

/** What a command's action is given: it declares flags, then runs an operation. */
export interface CommandHost {
	readonly context: CommandContext;
	/** Runs `operation` and keeps its exit code; never rejects. */
	run(options: ExecuteOptions, operation: Operation): Promise<void>;
}
