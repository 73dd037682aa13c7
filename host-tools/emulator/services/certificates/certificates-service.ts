import type { Service, ServiceParts } from "../service.js";
import { certificateOperations } from "./certificate-operations.js";
import { registerOperations } from "./register-operations.js";

export function certificatesService({
	registry: { certificates },
	pki,
}: Pick<ServiceParts, "registry" | "pki">): Service {
	const operations = [...certificateOperations({ certificates, pki }), ...registerOperations(certificates)];
	return { name: "certificates", operations };
}
