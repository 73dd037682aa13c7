import { X509Certificate } from "node:crypto";

/** Of each: the residues that a key of the broken generator can have, which are powers of 65537. */
const primes = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];
const residues = new Map(primes.map((prime) => [prime, powersOf(65_537 % prime, prime)]));

/**
 * Whether the certificate's RSA key has the mark of CVE-2017-15361 (ROCA): its modulus is a power of 65537 modulo each of these
 * primes, which happens by chance to one key in some hundred million. False for any other kind of key, or none.
 */
export function isRocaKey(certificatePem: string): boolean {
	const modulus = modulusOf(certificatePem);
	if (modulus === undefined) return false;
	return hasRocaMark(modulus);
}

export function hasRocaMark(modulus: bigint): boolean {
	return primes.every((prime) => residues.get(prime)?.has(Number(modulus % BigInt(prime))));
}

function modulusOf(certificatePem: string): bigint | undefined {
	try {
		const { publicKey } = new X509Certificate(certificatePem);
		if (publicKey.asymmetricKeyType !== "rsa") return undefined;
		const { n } = publicKey.export({ format: "jwk" });
		return n === undefined ? undefined : BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`);
	} catch {
		return undefined;
	}
}

function powersOf(base: number, prime: number): ReadonlySet<number> {
	const powers = new Set<number>();
	for (let power = 1; !powers.has(power); power = (power * base) % prime) powers.add(power);
	return powers;
}
