import { iotArn } from "../../model/iot-arn.js";
import { lambda } from "../../model/lambda.js";
import type { Resource, Value } from "../../model/resource.js";
import { allow, type Statement } from "../../model/statement.js";
import type { Project } from "../../project/project.js";

/** What CloudFormation has no type for, and what the function that stands in for one may therefore do. */
export const rightsOf: Partial<Record<Resource["type"], (resource: Resource) => readonly Statement[]>> = {
	"Thingsmith::IoT::ThingGroupPolicy": ({ properties }) => [
		allow(["iot:AttachPolicy", "iot:DetachPolicy"], properties.Target as Value),
	],
	"Thingsmith::IoT::EventConfigurations": () => [
		allow(["iot:DescribeEventConfigurations", "iot:UpdateEventConfigurations"], "*"),
	],
	"Thingsmith::IoT::FleetIndexing": () => [
		allow(["iot:GetIndexingConfiguration", "iot:UpdateIndexingConfiguration"], "*"),
		allow("iot:DescribeIndex", iotArn("index/AWS_Things")),
	],
};

/** Types of ours are custom resources of a stack. */
export const isOurType = ({ type }: Resource): boolean => type.startsWith("Thingsmith::");

/** How long CloudFormation waits for an answer of it, in seconds: longer than the function may run. */
export const serviceTimeout = 360;

/**
 * The function that a stack asks for what CloudFormation cannot do, with its role and log. One function rather than a note to do it by hand:
 * without the policy on the group quarantine does nothing, and nobody would see that.
 */
export function stackSettings(
	{ logDays }: Project,
	prefix: string,
	resources: readonly Resource[],
): readonly Resource[] {
	const { permission, resources: parts } = lambda({
		id: "StackSettings",
		name: `${prefix}-stack-settings`,
		source: "stack-settings",
		prefix,
		logDays,
		invokedBy: "cloudformation.amazonaws.com",
		purpose: "Does for this stack what CloudFormation has no type for",
		timeoutSeconds: 300,
		rights: resources.filter(isOurType).flatMap((resource) => rightsOf[resource.type]?.(resource) ?? []),
	});
	// CloudFormation calls it with the rights of whoever deploys the stack.
	return parts.filter((part) => part !== permission);
}
