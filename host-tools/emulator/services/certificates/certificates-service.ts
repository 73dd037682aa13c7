import type { Service, ServiceParts } from "../service.js";
import { certificateLists } from "./certificate-lists.js";
import { certificateOperations } from "./certificate-operations.js";
import { registerOperations } from "./register-operations.js";
import { transferOperations } from "./transfer-operations.js";

export function certificatesService({
	registry: { certificates, caCertificates },
	pki,
}: Pick<ServiceParts, "registry" | "pki">): Service {
	return {
		name: "certificates",
		operations: [
			...certificateOperations({ certificates, pki }),
			...certificateLists(certificates),
			...registerOperations({ certificates, caCertificates }),
			...transferOperations(certificates),
		],
	};
}
