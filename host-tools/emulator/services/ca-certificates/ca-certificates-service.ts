import type { Service, ServiceParts } from "../service.js";
import { caCertificateOperations } from "./ca-certificate-operations.js";

export function caCertificatesService({ registry: { caCertificates, tags } }: Pick<ServiceParts, "registry">): Service {
	tags.taggable("cacert", (certificateId) => caCertificates.findCaCertificate(certificateId)?.certificateArn);
	return { name: "ca-certificates", operations: caCertificateOperations(caCertificates, tags) };
}
