import type { ArnScope } from "../arn.js";
import type { Behaviour } from "../behaviour.js";
import type { Principals } from "../broker/principals.js";
import type { EmulatorClock } from "../clock.js";
import { certificatePrincipals } from "./certificates/certificate-principals.js";
import { accountRights } from "./policies/account-rights.js";
import { CertificateRights } from "./policies/certificate-rights.js";
import type { Registry } from "./registry.js";

export interface PrincipalsParts {
	readonly registry: Registry;
	readonly clock: EmulatorClock;
	readonly behaviour: Required<Behaviour>;
	/** Account, and region of whoever comes without a certificate. */
	readonly home: ArnScope;
}

/** What the registry tells the broker about its clients. */
export function registryPrincipals({ registry, clock, behaviour, home }: PrincipalsParts): Principals {
	const { certificates, changes } = registry;
	const rights = new CertificateRights(registry);
	return {
		...certificatePrincipals({ certificates, changes, clock, behaviour }),
		rightsOf({ user, certificateId }) {
			if (user !== undefined) return accountRights(user, home);
			const certificate = certificateId === undefined ? undefined : certificates.findCertificate(certificateId);
			if (certificate === undefined) throw new Error("a certificate that was just found is missing");
			return rights.of(certificate);
		},
	};
}
