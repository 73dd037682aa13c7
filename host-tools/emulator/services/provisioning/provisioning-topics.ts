import type { PayloadFormat } from "../payload-format.js";

/** What a publish on one of the three request topics asks for (docs/aws-behaviour.md, "Fleet provisioning requests"). */
export type RequestTopic =
	| { readonly operation: "create-keys"; readonly format: PayloadFormat }
	| { readonly operation: "create-from-csr"; readonly format: PayloadFormat }
	| { readonly operation: "register-thing"; readonly format: PayloadFormat; readonly templateName: string };

const form =
	/^\$aws\/(?:certificates\/(?<certificates>create|create-from-csr)|provisioning-templates\/(?<templateName>[^/]+)\/provision)\/(?<format>json|cbor)$/;

export function parseRequestTopic(topic: string): RequestTopic | undefined {
	const groups = form.exec(topic)?.groups;
	if (groups === undefined) return undefined;
	const format = groups.format as PayloadFormat;
	if (groups.templateName !== undefined)
		return { operation: "register-thing", format, templateName: groups.templateName };
	return { operation: groups.certificates === "create" ? "create-keys" : "create-from-csr", format };
}

const families = ["$aws/certificates/", "$aws/provisioning-templates/"];
const unknown = "there is no such reserved topic: is it spelled as in the documentation of fleet provisioning?";

export function isProvisioningTopic(topic: string): boolean {
	return families.some((family) => topic.startsWith(family));
}

/** True, or why a device may not publish on this topic of ours. */
export function mayPublishOn(topic: string): true | string {
	if (parseRequestTopic(topic) !== undefined) return true;
	return /\/(accepted|rejected)$/.test(topic) ? "answers are AWS's to publish" : unknown;
}

/** True, or why a device may not subscribe to this filter of ours. Wildcards may cover requests, which nobody receives. */
export function maySubscribeTo(filter: string): true | string {
	if (parseRequestTopic(filter) !== undefined) {
		return `it is a request topic, for publishing only: the answers are on "${filter}/accepted" and "${filter}/rejected"`;
	}
	if (/[+#]/.test(filter)) return true;
	const request = /^(.*)\/(?:accepted|rejected)$/.exec(filter)?.[1];
	return request !== undefined && parseRequestTopic(request) !== undefined ? true : unknown;
}
