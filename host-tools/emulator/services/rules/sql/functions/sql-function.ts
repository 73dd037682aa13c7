import type { Expression } from "../ast.js";
import type { Budget } from "../budget.js";
import type { MessageContext } from "../message-context.js";
import type { SqlValue } from "../values.js";

/** What functions are given beside their arguments. */
export interface FunctionContext {
	readonly message: MessageContext;
	readonly budget: Budget;
}

export interface SqlFunction {
	/** It needs awsIotSqlVersion 2016-03-23. */
	readonly since2016?: boolean;
	/** Why these parameters can only be a mistake; undefined when they can be right. */
	readonly problem?: (parameters: readonly Expression[]) => string | undefined;
	/** The arguments, of which there may be too few or too many: undefined stands for what is missing. */
	call(parameters: readonly SqlValue[], context: FunctionContext): SqlValue;
}

export type SqlFunctions = Readonly<Record<string, SqlFunction>>;

/** The value of a parameter that is a literal text. */
export function literalText(expression: Expression | undefined): string | undefined {
	return expression?.kind === "literal" && typeof expression.value === "string" ? expression.value : undefined;
}
