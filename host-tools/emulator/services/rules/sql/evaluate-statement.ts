import type { Statement } from "./ast.js";
import { CostlyEvaluation } from "./budget.js";
import { Evaluator } from "./evaluator.js";
import type { MessageContext } from "./message-context.js";
import { readPayload } from "./payload.js";
import { toBoolean } from "./values.js";

/** What a rule makes of a message. */
export interface Outcome {
	/** What its actions get; undefined when WHERE does not let the message through. */
	readonly output: Buffer | undefined;
	/** The payload is no JSON. */
	readonly isRaw: boolean;
	/** For the templates of actions: the same message and variables. */
	readonly evaluator: Evaluator;
}

/** Throws CostlyEvaluation, and what a lookup of the message throws. */
export function evaluateStatement(statement: Statement, message: MessageContext): Outcome {
	try {
		return evaluate(statement, message);
	} catch (error) {
		// JSON that is nested by the ten thousand: the stack is the bound.
		if (error instanceof RangeError)
			throw new CostlyEvaluation("the message or what SQL makes of it is nested too deep");
		throw error;
	}
}

function evaluate(statement: Statement, message: MessageContext): Outcome {
	const payload = readPayload(message);
	const evaluator = new Evaluator(message, payload);
	for (const [name, value] of statement.variables) evaluator.assign(name, value);
	const { where } = statement;
	const { isRaw } = payload;
	if (where !== undefined && toBoolean(evaluator.evaluate(where)) !== true) {
		return { output: undefined, isRaw, evaluator };
	}
	const output = isWhole(statement) ? payload.bytes : Buffer.from(evaluator.json(evaluator.select(statement)));
	return { output, isRaw, evaluator };
}

/** `SELECT *` passes a message on byte by byte, whatever it is. */
function isWhole({ items }: Statement): boolean {
	const [first, ...others] = items;
	return first?.expression.kind === "star" && first.alias === undefined && others.length === 0;
}
