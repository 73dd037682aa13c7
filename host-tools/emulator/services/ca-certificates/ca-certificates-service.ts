import type { Service, ServiceParts } from "../service.js";
import { caCertificateOperations } from "./ca-certificate-operations.js";

export function caCertificatesService({ registry: { caCertificates } }: Pick<ServiceParts, "registry">): Service {
	return { name: "ca-certificates", operations: caCertificateOperations(caCertificates) };
}
