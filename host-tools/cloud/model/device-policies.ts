import type { Project } from "../project/project.js";
import { iotArn, ownName, topicFilters, topics } from "./iot-arn.js";
import type { Value } from "./resource.js";
import { allow, policyDocument, type Statement } from "./statement.js";

/** A device may be nobody but itself. */
const connectAsItself: Statement = {
	Effect: "Allow",
	Action: "iot:Connect",
	Resource: iotArn(`client/${ownName}`),
	Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
};

/** Its jobs, shadows and streams, its commands, and what rotation takes. */
function ownServices(rotationTemplate: string): readonly string[] {
	return [
		`$aws/things/${ownName}/*`,
		`$aws/commands/things/${ownName}/*`,
		"$aws/certificates/create-from-csr/*",
		`$aws/provisioning-templates/${rotationTemplate}/provision/*`,
	];
}

/** The policy of devices: each publishes its topics, and has its own services of AWS IoT. */
export function devicePolicy(project: Project, rotationTemplate: string): Value {
	const published = project.topics.map((topic) => topic.replaceAll("{thingName}", ownName));
	const services = ownServices(rotationTemplate);
	return policyDocument(
		connectAsItself,
		allow("iot:Publish", topics(...published, ...services)),
		...(project.retain ? [allow("iot:RetainPublish", topics(...published))] : []),
		allow("iot:Subscribe", topicFilters(...services)),
		allow("iot:Receive", topics(...services)),
	);
}

/** For a claim that many devices have: it can become a device by `template`, and do nothing else. */
export function claimPolicy(prefix: string, template: string): Value {
	const conversation = [
		"$aws/certificates/create/*",
		"$aws/certificates/create-from-csr/*",
		`$aws/provisioning-templates/${template}/provision/*`,
	];
	return policyDocument(
		allow("iot:Connect", iotArn(`client/${prefix}-*`)),
		allow(["iot:Publish", "iot:Receive"], topics(...conversation)),
		allow("iot:Subscribe", topicFilters(...conversation)),
	);
}

/** On a group: its things can do nothing but take jobs, by which they are mended. */
export function quarantinePolicy(): Value {
	const jobs = `$aws/things/${ownName}/jobs/*`;
	return policyDocument({
		Effect: "Deny",
		Action: ["iot:Publish", "iot:Receive", "iot:RetainPublish", "iot:Subscribe"],
		NotResource: [...topics(jobs), ...topicFilters(jobs)],
	});
}

/** For a certificate of somebody who watches: it reads what devices publish. */
export function watcherPolicy(project: Project, prefix: string): Value {
	const read = project.topics.map((topic) => topic.replaceAll("{thingName}", "*"));
	return policyDocument(
		allow("iot:Connect", iotArn(`client/${prefix}-watch-*`)),
		allow("iot:Subscribe", topicFilters(...read)),
		allow("iot:Receive", topics(...read)),
	);
}
