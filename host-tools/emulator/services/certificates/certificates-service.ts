import type { Service, ServiceParts } from "../service.js";
import { certificateOperations } from "./certificate-operations.js";

export function certificatesService({ registry, pki }: Pick<ServiceParts, "registry" | "pki">): Service {
	return { name: "certificates", operations: certificateOperations({ certificates: registry.certificates, pki }) };
}
