import { type Finding, fail, ok, warn } from "../../base/doctor/check.js";
import type { CredentialReport, IdentityReport } from "../identity/identity-report.js";
import type { BoardFacts } from "./board-facts.js";

/** What of a report is compared with the registry. `heardName`: what the firmware called itself. */
export function factsOf({ identity, staged, settings }: IdentityReport, heardName: string | undefined): BoardFacts {
	const own = identity ?? staged;
	const { host, port } = (settings ?? {}) as { readonly host?: unknown; readonly port?: unknown };
	const endpoint = typeof host === "string" ? { host, port: typeof port === "number" ? port : 8883 } : undefined;
	return { thingName: own?.thingName ?? heardName, certificateId: own?.certificateId, endpoint };
}

/** What an identity partition holds that a device lives by, or dies of. */
export function flashFinding(report: IdentityReport): Finding {
	const { content, identity, staged, claim } = report;
	const own = identity ?? staged;
	const facts = {
		content,
		thingName: own?.thingName ?? null,
		certificateId: (own ?? claim)?.certificateId ?? null,
		claimExpiresAt: claim?.expiresAt ?? null,
		settings: settingNames(report),
	};
	const broken = own ?? claim;
	if (broken !== undefined && broken.key !== "matches") return fail("key-mismatch", keyProblem(broken), renew, facts);
	switch (content) {
		case "identity":
			return ok(`the identity of ${identity?.thingName}, certificate ${short(identity)}`, facts);
		case "staged":
			return warn(
				"identity-staged",
				`a new identity, certificate ${short(staged)}, that is not proved yet`,
				wait,
				facts,
			);
		case "claim":
			if (claim?.expired !== true) return ok(`a claim, good until ${claim?.expiresAt ?? "it is revoked"}`, facts);
			return fail("claim-expired", `a claim that expired at ${claim.expiresAt}, and no identity`, provision, facts);
		case "empty":
			return warn("identity-missing", "no identity and no claim", provision, facts);
		case "noise":
			return warn("flash-encrypted", "what is read is noise: its flash is encrypted", askFirmware, facts);
		default:
			return fail("identity-unknown", "its identity partition holds something else", renew, facts);
	}
}

const provision = "`thingsmith device provision`";
const renew = "`thingsmith device erase-identity --yes`, then `thingsmith device provision`";
const wait = "see how it goes on: `thingsmith device monitor`";
const askFirmware = "ask its firmware instead: `thingsmith device monitor --reset`";

function keyProblem({ key }: CredentialReport): string {
	return key === "other" ? "its private key is not its certificate's" : "its private key cannot be read";
}

function short(credential: CredentialReport | undefined): string {
	return `${credential?.certificateId.slice(0, 8)}…`;
}

/** What is set, and not what to. */
function settingNames({ settings }: IdentityReport): readonly string[] {
	return Object.keys((settings ?? {}) as object).sort();
}
