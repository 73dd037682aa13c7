/** Topics of the fleet provisioning MQTT API, JSON payloads (AWS IoT developer guide, "Device provisioning MQTT API"). */
export interface RequestTopics {
	/** Publish here. */
	readonly request: string;
	readonly accepted: string;
	readonly rejected: string;
}

export type CertificateOperation = "create" | "create-from-csr";

/** CreateKeysAndCertificate (`create`) or CreateCertificateFromCsr (`create-from-csr`). */
export function certificateTopics(operation: CertificateOperation): RequestTopics {
	return withReplies(`$aws/certificates/${operation}/json`);
}

/** RegisterThing with that template. */
export function registerThingTopics(templateName: string): RequestTopics {
	return withReplies(`$aws/provisioning-templates/${templateName}/provision/json`);
}

function withReplies(request: string): RequestTopics {
	return { request, accepted: `${request}/accepted`, rejected: `${request}/rejected` };
}
