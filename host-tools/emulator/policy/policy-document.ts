/** A parsed AWS IoT policy document (docs/aws-behaviour.md, "Policies"). */
export interface PolicyStatement {
	readonly effect: "Allow" | "Deny";
	/** As written: `iot:Connect`, `iot:*`, … */
	readonly actions: readonly string[];
	/** Exactly one of the two is there. */
	readonly resources: readonly string[] | undefined;
	readonly notResources: readonly string[] | undefined;
	/** operator → key → values */
	readonly conditions: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

export interface PolicyDocument {
	/** `${…}` is replaced: of version 2012-10-17 only. */
	readonly hasVariables: boolean;
	readonly statements: readonly PolicyStatement[];
}
