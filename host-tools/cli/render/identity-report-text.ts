import type { CertificateReport, CredentialReport, IdentityReport } from "../../board/identity/identity-report.js";

const contents: Readonly<Record<IdentityReport["content"], string>> = Object.freeze({
	identity: "a device with its identity",
	staged: "a device with a certificate that it has not used yet",
	claim: "a new device with a claim",
	empty: "nothing: it is erased",
	noise: "noise: read from a chip with flash encryption, or no identity partition",
	unknown: "no bootstrap and no identity",
});

const keys: Readonly<Record<CredentialReport["key"], string>> = Object.freeze({
	matches: "there, of this certificate",
	other: "there, but of ANOTHER certificate",
	unreadable: "cannot be read",
});

type Row = readonly [string, string | undefined];

/** A report as lines of a name and a value. */
export function identityReportText(source: string, report: IdentityReport): string {
	const { content, half, generation, settings, rootCa, claim, staged, identity, claimErased } = report;
	const rows: Row[] = [
		["holds", contents[content]],
		["journal", half === undefined ? undefined : `half ${half}, generation ${generation}`],
		...settingRows("", settings),
		["root CA", certificateText(rootCa)],
		["root CA SHA-256", rootCa?.fingerprint],
	];
	if (claim !== undefined) {
		const state = claim.expired ? "EXPIRED" : "good until";
		rows.push(...credentialRows("claim", claim), ["claim expiry", claim.expiresAt && `${state} ${claim.expiresAt}`]);
	}
	if (staged !== undefined) {
		rows.push(["staged thing", staged.thingName ?? "not named yet"], ...credentialRows("staged", staged));
		rows.push(["ownership token", staged.token ? "there" : "none"]);
	}
	if (identity !== undefined) rows.push(["thing", identity.thingName], ...credentialRows("identity", identity));
	if (claimErased === false) rows.push(["claim erased", "not yet: the next start of the device tries again"]);
	const shown = rows.filter((row): row is [string, string] => row[1] !== undefined);
	const width = Math.max(...shown.map(([name]) => name.length));
	return [source, ...shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join("\n");
}

function credentialRows(name: string, { certificateId, certificate, key }: CredentialReport): Row[] {
	return [
		[`${name} certificate id`, certificateId],
		[`${name} certificate`, certificate === undefined ? "cannot be read" : certificateText(certificate)],
		[`${name} key`, keys[key]],
	];
}

function certificateText(certificate: CertificateReport | undefined): string | undefined {
	return certificate && `${certificate.subject}; ${certificate.validFrom} to ${certificate.validTo}`;
}

function settingRows(prefix: string, value: unknown): Row[] {
	if (typeof value !== "object" || value === null) return value === undefined ? [] : [[prefix, String(value)]];
	return Object.entries(value).flatMap(([name, member]) =>
		settingRows(prefix === "" ? name : `${prefix}.${name}`, member),
	);
}
