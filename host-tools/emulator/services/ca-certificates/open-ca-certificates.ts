import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { timeKey } from "../../http/pages.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkCertificateId, checkRoom } from "../checks.js";
import type { CaCertificate, CaCertificates, CaCertificateUpdate, NewCaCertificate } from "./ca-certificates.js";
import { checkAuthority } from "./check-authority.js";
import { type ConfigChecks, checkRegistrationConfig } from "./check-registration-config.js";
import { IssuerIndex } from "./issuer-index.js";
import { RegistrationCode } from "./registration-code.js";

/** Ours: AWS has no limit. */
const mostAuthorities = 1000;
/** AWS: CAs of one account that are called the same. */
const mostWithOneSubject = 10;

export interface CaCertificatesOptions extends ConfigChecks {
	readonly store: Store;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}

interface CaState extends Omit<CaCertificatesOptions, "store"> {
	readonly rows: Table<CaCertificate>;
	readonly issuers: IssuerIndex;
	readonly code: RegistrationCode;
}

/** Registered CAs in `store`. Throws when a kept row is none of this version. */
export function openCaCertificates({ store, ...shared }: CaCertificatesOptions): CaCertificates {
	const codec = jsonRows<CaCertificate>("certificateId", { registrationConfig: undefined });
	const orderOf = ({ creationDate, certificateId }: CaCertificate) => timeKey(creationDate, certificateId);
	const rows = store.table("ca-certificate", codec, { orderOf });
	const code = new RegistrationCode(store);
	const state: CaState = { ...shared, rows, issuers: new IssuerIndex(rows.values()), code };
	return {
		registerCaCertificate: (input, scope = state.home) => register(state, input, scope),
		describeCaCertificate: (certificateId) => existing(state, certificateId),
		findCaCertificate: (certificateId) => rows.get(certificateId),
		listCaCertificates: (range) => rows.inOrder(range),
		updateCaCertificate: (certificateId, update) => change(state, certificateId, update),
		deleteCaCertificate: (certificateId) => remove(state, certificateId),
		issuersOf: (certificate) => state.issuers.issuersOf(certificate).flatMap((id) => rows.get(id) ?? []),
		registrationCode: () => code.get(),
		deleteRegistrationCode: () => code.delete(),
	};
}

function existing({ rows }: CaState, id: string): CaCertificate {
	const certificateId = checkCertificateId(id);
	const authority = rows.get(certificateId);
	if (authority !== undefined) return authority;
	throw new AwsError("ResourceNotFoundException", `CA certificate ${certificateId} does not exist`);
}

function register(state: CaState, input: NewCaCertificate, scope: ArnScope): CaCertificate {
	const { setAsActive = false, allowAutoRegistration = false } = input;
	const now = state.clock.now();
	const { subject, ...checked } = checkAuthority(input, { registrationCode: state.code.find(), now });
	const registrationConfig = input.registrationConfig && checkRegistrationConfig(input.registrationConfig, state);
	const { certificateId } = checked;
	const present = state.rows.get(certificateId);
	if (present !== undefined) {
		throw new AwsError("ResourceAlreadyExistsException", `CA certificate ${certificateId} exists`, {
			resourceId: certificateId,
			resourceArn: present.certificateArn,
		});
	}
	if (state.issuers.count(subject) >= mostWithOneSubject) {
		throw new AwsError("LimitExceededException", "Limit reached for number of CA Certificates with same subject");
	}
	checkRoom("CA certificates", state.rows.size, mostAuthorities);
	const authority: CaCertificate = {
		...checked,
		certificateArn: arn(scope, "cacert", certificateId),
		status: setAsActive ? "ACTIVE" : "INACTIVE",
		autoRegistrationStatus: allowAutoRegistration ? "ENABLE" : "DISABLE",
		registrationConfig,
		creationDate: now,
		lastModifiedDate: now,
		generationId: randomUUID(),
	};
	state.issuers.add(authority);
	return keep(state, authority);
}

function change(state: CaState, id: string, update: CaCertificateUpdate): CaCertificate {
	const { newStatus, newAutoRegistrationStatus, registrationConfig, removeAutoRegistration = false } = update;
	if (newStatus !== undefined && newStatus !== "ACTIVE" && newStatus !== "INACTIVE") {
		throw invalidRequest(`newStatus must be ACTIVE or INACTIVE: it is ${quote(newStatus)}`);
	}
	const auto = newAutoRegistrationStatus;
	if (auto !== undefined && auto !== "ENABLE" && auto !== "DISABLE") {
		throw invalidRequest(`newAutoRegistrationStatus must be ENABLE or DISABLE: it is ${quote(auto)}`);
	}
	if (removeAutoRegistration && (auto === "ENABLE" || registrationConfig !== undefined)) {
		throw invalidRequest("removeAutoRegistration excludes newAutoRegistrationStatus ENABLE and registrationConfig");
	}
	const present = existing(state, id);
	const config = registrationConfig && checkRegistrationConfig(registrationConfig, state);
	return keep(state, {
		...present,
		status: newStatus ?? present.status,
		autoRegistrationStatus: removeAutoRegistration ? "DISABLE" : (auto ?? present.autoRegistrationStatus),
		registrationConfig: removeAutoRegistration ? undefined : (config ?? present.registrationConfig),
		lastModifiedDate: state.clock.now(),
	});
}

function remove(state: CaState, id: string): CaCertificate {
	const authority = existing(state, id);
	if (authority.status === "ACTIVE") {
		throw new AwsError(
			"CertificateStateException",
			`CA certificate must be deactivated (not ACTIVE) before deletion. Id: ${authority.certificateId}`,
		);
	}
	state.rows.delete(authority.certificateId);
	state.issuers.remove(authority);
	state.changes.announce({ kind: "ca-certificate", name: authority.certificateId });
	return authority;
}

function keep({ rows, changes }: CaState, authority: CaCertificate): CaCertificate {
	rows.set(authority.certificateId, Object.freeze(authority));
	changes.announce({ kind: "ca-certificate", name: authority.certificateId });
	return authority;
}
