import type { PayloadFormat } from "./payload-format.js";

/** What a publish on one of the three request topics asks for (aws-iot.md A.1). */
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
