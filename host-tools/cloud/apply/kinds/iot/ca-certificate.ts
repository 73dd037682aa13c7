import { X509Certificate } from "node:crypto";
import {
	DeleteCACertificateCommand,
	DescribeCACertificateCommand,
	type IoTClient,
	ListCACertificatesCommand,
	RegisterCACertificateCommand,
	UpdateCACertificateCommand,
} from "@aws-sdk/client-iot";
import { type Kind, type KindContext, type Properties, tagsOf } from "../../kind.js";
import { ifThere, ownerOf } from "./found.js";

/** A CA has no name in AWS IoT: it is known by its certificate, or where that is not known, by its tag. */
export const caCertificate: Kind = {
	type: "AWS::IoT::CACertificate",
	replacing: ["CACertificatePem", "CertificateMode"],
	async read(_name, context, desired) {
		const client = await context.clients.iot();
		const certificateId = idOf(desired) ?? (await tagged(client, context));
		if (certificateId === undefined) return undefined;
		const found = await ifThere(client.send(new DescribeCACertificateCommand({ certificateId })));
		const described = found?.certificateDescription;
		if (described === undefined) return undefined;
		const {
			certificatePem = "",
			autoRegistrationStatus = "DISABLE",
			certificateMode = "DEFAULT",
			status = "INACTIVE",
		} = described;
		const templateName = found?.registrationConfig?.templateName;
		return {
			properties: {
				AutoRegistrationStatus: autoRegistrationStatus,
				CACertificatePem: isSame(certificatePem, desired) ? (desired.CACertificatePem as string) : certificatePem,
				CertificateMode: certificateMode,
				...(templateName !== undefined && { RegistrationConfig: { TemplateName: templateName } }),
				Status: status,
				// Seen when it was registered, and kept nowhere.
				...(desired.VerificationCertificatePem !== undefined && {
					VerificationCertificatePem: desired.VerificationCertificatePem,
				}),
			},
			owner: await ownerOf(client, described.certificateArn ?? ""),
		};
	},
	async create(_name, properties, context) {
		const client = await context.clients.iot();
		const text = (name: string) => properties[name] as string | undefined;
		await client.send(
			new RegisterCACertificateCommand({
				caCertificate: text("CACertificatePem"),
				verificationCertificate: text("VerificationCertificatePem"),
				certificateMode: text("CertificateMode") as "DEFAULT" | "SNI_ONLY",
				setAsActive: properties.Status === "ACTIVE",
				allowAutoRegistration: properties.AutoRegistrationStatus === "ENABLE",
				registrationConfig: { templateName: templateIn(properties) },
				tags: tagsOf(context),
			}),
		);
	},
	async update(_name, properties, _found, { clients }) {
		const client = await clients.iot();
		const certificateId = idOf(properties);
		await client.send(
			new UpdateCACertificateCommand({
				certificateId,
				newStatus: properties.Status as "ACTIVE" | "INACTIVE",
				newAutoRegistrationStatus: properties.AutoRegistrationStatus as "ENABLE" | "DISABLE",
				registrationConfig: { templateName: templateIn(properties) },
			}),
		);
	},
	async remove(_name, { properties }, { clients }) {
		const client = await clients.iot();
		const certificateId = idOf(properties);
		if (certificateId === undefined) return;
		await ifThere(client.send(new UpdateCACertificateCommand({ certificateId, newStatus: "INACTIVE" })));
		await ifThere(client.send(new DeleteCACertificateCommand({ certificateId })));
	},
};

function templateIn({ RegistrationConfig }: Properties): string | undefined {
	return (RegistrationConfig as { readonly TemplateName?: string } | undefined)?.TemplateName;
}

/** As AWS IoT calls certificates: SHA-256 of the DER in hex. */
function idOf({ CACertificatePem }: Properties): string | undefined {
	if (typeof CACertificatePem !== "string" || CACertificatePem === "") return undefined;
	return new X509Certificate(CACertificatePem).fingerprint256.replaceAll(":", "").toLowerCase();
}

function isSame(pem: string, { CACertificatePem }: Properties): boolean {
	if (typeof CACertificatePem !== "string" || CACertificatePem === "") return false;
	return new X509Certificate(pem).fingerprint256 === new X509Certificate(CACertificatePem).fingerprint256;
}

/** The id of the CA that the project made. */
async function tagged(client: IoTClient, { owner }: KindContext): Promise<string | undefined> {
	let marker: string | undefined;
	do {
		const page = await client.send(new ListCACertificatesCommand({ marker }));
		for (const { certificateArn, certificateId } of page.certificates ?? []) {
			if (certificateArn !== undefined && (await ownerOf(client, certificateArn)) === owner) return certificateId;
		}
		marker = page.nextMarker;
	} while (marker !== undefined);
	return undefined;
}
