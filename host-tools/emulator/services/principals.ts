import type { ArnScope } from "../arn.js";
import type { PresentBehaviour } from "../behaviour.js";
import type { Connections } from "../broker/connections.js";
import type { Principals } from "../broker/principals.js";
import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import { CustomAuthentication } from "./authorizers/custom-authentication.js";
import { certificatePrincipals } from "./certificates/certificate-principals.js";
import { accountRights } from "./policies/account-rights.js";
import { CertificateRights } from "./policies/certificate-rights.js";
import { LateRights } from "./policies/late-rights.js";
import { JustInTime } from "./provisioning/just-in-time/just-in-time.js";
import type { Registry } from "./registry.js";

export interface PrincipalsParts {
	readonly registry: Registry;
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	/** Where registrations are told. */
	readonly connections: Pick<Connections, "publish">;
	readonly behaviour: PresentBehaviour;
	/** Account, and region of whoever comes without a certificate. */
	readonly home: ArnScope;
}

/** What the registry tells the broker about its clients. */
export function registryPrincipals(parts: PrincipalsParts): Principals {
	const { registry, clock, journal, connections, behaviour, home } = parts;
	const { certificates, changes } = registry;
	const publish = (topic: string, payload: Buffer) => connections.publish(topic, payload);
	const newcomers = new JustInTime({ registry, clock, journal, publish });
	const rights = new CertificateRights(registry);
	const late = new LateRights(clock, behaviour);
	const custom = new CustomAuthentication({ authorizers: registry.authorizers, clock, behaviour });
	return {
		...certificatePrincipals({ certificates, changes, clock, behaviour, newcomers }),
		authentication: (peer, connect) => custom.of(peer, connect),
		get hasAuthorizers() {
			return registry.authorizers.hasActive;
		},
		rightsOf({ user, certificateId }) {
			if (user !== undefined) return accountRights(user, home);
			const certificate = certificateId === undefined ? undefined : certificates.findCertificate(certificateId);
			if (certificate === undefined) throw new Error("a certificate that was just found is missing");
			return late.of(certificate.certificateId, rights.of(certificate));
		},
	};
}
