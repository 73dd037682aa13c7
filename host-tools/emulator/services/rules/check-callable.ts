import { quote } from "../../aws-error.js";
import { isLambdaArn } from "../../functions/function-forms.js";
import type { TopicRule } from "./topic-rule.js";

/**
 * What SQL and templates make of a function's name may be what a device says: it may choose among functions that the emulator was told
 * of, but only whoever made the rule may name a URL or a file in their place. Throws an Error for any other.
 */
export function checkCallable(functionArn: string, { sql, actions, errorAction }: TopicRule): void {
	if (isLambdaArn(functionArn)) return;
	const written = [sql, JSON.stringify(actions), JSON.stringify(errorAction) ?? ""];
	if (functionArn.length >= 8 && written.some((text) => text.includes(functionArn))) return;
	throw new Error(`${quote(functionArn)} is no Lambda function, and the rule does not name it`);
}
