import { trust } from "./iam-policies.js";
import type { Resource } from "./resource.js";
import { Text } from "./resource.js";
import { allow, policyDocument, type Statement } from "./statement.js";
import { arnOf } from "./value.js";

/** File names, without extension, of the functions in cloud/lambdas. */
export type LambdaSource = "serial-number-hook" | "rotation-hook" | "expiry-monitor" | "stack-settings";

export interface LambdaOptions {
	/** Logical ids of what belongs to it begin with this. */
	readonly id: string;
	readonly name: string;
	readonly source: LambdaSource;
	readonly prefix: string;
	readonly logDays: number;
	/** The service that calls it. */
	readonly invokedBy: string;
	readonly purpose: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** What it may do besides writing its log. */
	readonly rights?: readonly Statement[];
	readonly dependsOn?: readonly Resource[];
	/** 5 s unless told otherwise: what AWS IoT waits for a hook. */
	readonly timeoutSeconds?: number;
}

export interface LambdaParts {
	readonly function: Resource;
	/** Without it nobody may call the function. */
	readonly permission: Resource;
	readonly resources: readonly Resource[];
}

/** A function with its log, the role it runs under, and leave for one service to call it. */
export function lambda(options: LambdaOptions): LambdaParts {
	const {
		id,
		name,
		source,
		logDays,
		invokedBy,
		purpose,
		environment = {},
		rights = [],
		dependsOn = [],
		timeoutSeconds = 5,
	} = options;
	const log: Resource = {
		id: `${id}Log`,
		type: "AWS::Logs::LogGroup",
		name: `/aws/lambda/${name}`,
		properties: { RetentionInDays: logDays },
		purpose: `What ${name} logs`,
	};
	const role: Resource = {
		id: `${id}Role`,
		type: "AWS::IAM::Role",
		name,
		properties: {
			AssumeRolePolicyDocument: trust("lambda.amazonaws.com"),
			Policies: [
				{
					PolicyName: "function",
					PolicyDocument: policyDocument(
						allow(["logs:CreateLogStream", "logs:PutLogEvents"], arnOf(log, ":*")),
						...rights,
					),
				},
			],
		},
		purpose: `What ${name} may do`,
	};
	const made: Resource = {
		id,
		type: "AWS::Lambda::Function",
		name,
		properties: {
			Description: purpose,
			Runtime: "nodejs22.x",
			Handler: "index.handler",
			Role: arnOf(role),
			Timeout: timeoutSeconds,
			MemorySize: 256,
			Code: { Source: source },
			...(Object.keys(environment).length > 0 && { Environment: { Variables: environment } }),
		},
		dependsOn: [log, ...dependsOn],
		purpose,
	};
	const permission: Resource = {
		id: `${id}Permission`,
		type: "AWS::Lambda::Permission",
		name: `${name} by ${invokedBy}`,
		properties: {
			Action: "lambda:InvokeFunction",
			FunctionName: name,
			Principal: invokedBy,
			SourceAccount: new Text([{ pseudo: "accountId" }]),
		},
		dependsOn: [made],
		purpose: `${invokedBy} may call ${name}`,
	};
	return { function: made, permission, resources: [log, role, ...dependsOn, made, permission] };
}
