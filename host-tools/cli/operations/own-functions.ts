import { lambdaPath } from "../../cloud/lambdas/lambda-source.js";
import { desiredState } from "../../cloud/model/desired-state.js";
import type { LambdaSource } from "../../cloud/model/lambda.js";
import { resourceArn } from "../../cloud/model/resource-arn.js";
import { defaultProject } from "../../cloud/project/project.js";
import { type Account, homeOf } from "../../emulator/account.js";
import { partitionOf } from "../../emulator/arn.js";

/** Those that need nothing of their environment: the emulator runs them as they are. */
const selfContained: readonly LambdaSource[] = ["rotation-hook"];

/** The functions of the default project, and the files that the emulator runs in their place unless it is told otherwise: ARNs and paths. */
export function ownFunctions(account: Account): ReadonlyMap<string, string> {
	const home = homeOf(account);
	const place = { ...home, partition: partitionOf(home.region) };
	const functions = desiredState(defaultProject).filter(({ type }) => type === "AWS::Lambda::Function");
	return new Map(
		functions.flatMap((resource) => {
			const { Source } = resource.properties.Code as unknown as { readonly Source: LambdaSource };
			return selfContained.includes(Source) ? [[resourceArn(resource, place), lambdaPath(Source)] as const] : [];
		}),
	);
}
