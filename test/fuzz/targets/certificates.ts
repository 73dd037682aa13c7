import { X509Certificate } from "node:crypto";
import { isIssuedBy } from "../../../host-tools/emulator/pki/is-issued-by.js";
import { parseCsr } from "../../../host-tools/emulator/pki/parse-csr.js";
import { readCertificate } from "../../../host-tools/emulator/pki/read-certificate.js";
import { certificateValues } from "../../../host-tools/emulator/policy/certificate-values.js";
import { checkAuthority } from "../../../host-tools/emulator/services/ca-certificates/check-authority.js";
import { ec, makeCsr, rsa } from "../../host-tools/emulator/pki/make-csr.js";
import { TestAuthority } from "../../support/test-authority.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { mutateBytes, mutateText } from "../mutate.js";
import type { Random } from "../random.js";
import { passRefusal, refusable } from "../refusals.js";

const code = "c".repeat(64);
const variables = [
	"Subject.CommonName",
	"Issuer.Country",
	"SerialNumber",
	"AvailableKeys",
	"Subject.AlternativeName.DNSName",
];

function derOf(pem: string): Buffer {
	return Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ""), "base64");
}

function pemOf(random: Random, what: string, der: Buffer): string {
	const text = der.toString("base64").replace(/.{64}/g, "$&\n");
	const pem = `-----BEGIN ${what}-----\n${text}\n-----END ${what}-----\n`;
	return random.once(10) ? mutateText(random, pem, ["-----BEGIN CERTIFICATE-----", "\n", "="]) : pem;
}

/** Requests, certificates, CAs with their verification certificates, and what policies read of a certificate. */
export const certificates: FuzzTarget = {
	name: "certificates",
	share: 12,
	async open() {
		const authority = await TestAuthority.make("CN=Vendor,O=Acme");
		const proof = await authority.issue(`CN=${code}`);
		const device = await authority.issue("CN=sn-1,OU=a,C=DE");
		const requests = await Promise.all([makeCsr(ec("P-256")), makeCsr(rsa(2048)), makeCsr(ec("P-521"), "CN=a,O=b")]);
		const csrs = requests.map(({ pem }) => derOf(pem));
		const ders = [authority, proof, device].map(({ certificatePem }) => derOf(certificatePem));
		const owner = new X509Certificate(authority.certificatePem);
		return {
			next(random) {
				const kind = random.int(3);
				const der = mutateBytes(random, random.pick(kind === 0 ? csrs : ders), [...csrs, ...ders], 4096);
				const pem = pemOf(random, kind === 0 ? "CERTIFICATE REQUEST" : "CERTIFICATE", der);
				return attempt(
					() => `${kind}\n${pem}`,
					() => {
						if (kind === 0) return request(pem);
						if (kind === 1) return certificate(pem, der, owner);
						const given = random.once(2)
							? { caCertificate: pem, verificationCertificate: proof.certificatePem }
							: { caCertificate: authority.certificatePem, verificationCertificate: pem };
						const now = Date.now();
						refusable(() =>
							checkAuthority({ ...given, certificateMode: "DEFAULT" } as never, { registrationCode: code, now }),
						);
						return undefined;
					},
				);
			},
		};
	},
};

async function request(pem: string): Promise<void> {
	try {
		await parseCsr(pem);
	} catch (error) {
		passRefusal(error);
	}
}

/** Errors of `readCertificate` are plain, of a sentence. */
function certificate(pem: string, der: Buffer, owner: X509Certificate): void {
	try {
		readCertificate(pem);
	} catch (error) {
		if ((error as Error).constructor !== Error || "code" in (error as object)) throw error;
	}
	let present: X509Certificate;
	try {
		present = new X509Certificate(der);
	} catch {
		return;
	}
	const read = certificateValues(der);
	for (const name of variables) read(`iot:certificate.${name.toLowerCase()}`);
	isIssuedBy(present, owner);
	isIssuedBy(owner, present);
}
