/** Record types of docs/identity-partition.md. Numbers are never reused. */
export const recordType = Object.freeze({
	settings: 2,
	rootCa: 3,
	claimCertificate: 4,
	claimKey: 5,
	claimInfo: 6,
	stagedCertificate: 7,
	stagedKey: 8,
	stagedInfo: 9,
	stagedThing: 10,
	identityCertificate: 11,
	identityKey: 12,
	identityInfo: 13,
	sealed: 14,
	pendingKey: 15,
	pendingRequest: 16,
	forgotten: 17,
} as const);
