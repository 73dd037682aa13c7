import type { HookSettings } from "../../../behaviour.js";
import { callFunction } from "../../../functions/call-function.js";
import { checkCallable } from "../check-callable.js";
import { type Performer, text } from "./action-call.js";

/** Calls what stands for a Lambda function with the JSON that the SQL made; its answer is of no interest. */
export function invokeLambda(hooks: HookSettings): Performer {
	return async ({ parameters, output, rule }) => {
		const functionArn = text(parameters, "functionArn");
		checkCallable(functionArn, rule);
		await callFunction(functionArn, eventOf(output), hooks).catch((error: Error) => {
			throw new Error(`the function ${functionArn} failed: ${error.message}`);
		});
	};
}

function eventOf(output: Buffer): unknown {
	try {
		return JSON.parse(output.toString());
	} catch {
		throw new Error(
			"the message is no JSON, and a function takes nothing else: SELECT encode(*, 'base64') AS data makes some",
		);
	}
}
