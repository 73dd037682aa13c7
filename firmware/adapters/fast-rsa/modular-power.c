#include "modular-power.h"

/* mcconfig writes the manifest's `defines` there; a test on the host gives them on the command line. */
#if defined(__has_include)
	#if __has_include("mc.defines.h")
		#include "mc.defines.h"
	#endif
#endif

#include <stdlib.h>
#include <string.h>

#define kLongest 512

#if MODDEF_MODULARPOWER_MBEDTLS

/*
	The MPI accelerator of ESP32 chips is behind mbedtls_mpi_exp_mod of ESP-IDF's Mbed TLS (CONFIG_MBEDTLS_HARDWARE_MPI). ESP-IDF names the configuration
	on the command line when it compiles Mbed TLS, but not when it compiles us.
*/
#if defined(ESP32) && ESP32
	#define MBEDTLS_CONFIG_FILE "mbedtls/esp_config.h"
	#define TF_PSA_CRYPTO_USER_CONFIG_FILE "mbedtls/esp_config.h"
#endif
#include "mbedtls/bignum.h"

int thingsmithModularPower(uint8_t *result, const uint8_t *base, const uint8_t *modulus, size_t length,
	const uint8_t *exponent, size_t exponentLength)
{
	mbedtls_mpi a, e, m, x;
	int failed = 1;

	mbedtls_mpi_init(&a);
	mbedtls_mpi_init(&e);
	mbedtls_mpi_init(&m);
	mbedtls_mpi_init(&x);
	if (length > 0 && length <= kLongest && (modulus[length - 1] & 1)) {
		failed = mbedtls_mpi_read_binary(&a, base, length)
			|| mbedtls_mpi_read_binary(&e, exponent, exponentLength)
			|| mbedtls_mpi_read_binary(&m, modulus, length)
			|| mbedtls_mpi_cmp_mpi(&a, &m) >= 0
			|| mbedtls_mpi_exp_mod(&x, &a, &e, &m, NULL)
			|| mbedtls_mpi_write_binary(&x, result, length);
	}
	/* Each is wiped as it is freed. */
	mbedtls_mpi_free(&x);
	mbedtls_mpi_free(&m);
	mbedtls_mpi_free(&e);
	mbedtls_mpi_free(&a);
	return failed ? -1 : 0;
}

#else

/* Bits of the exponent that are taken at once, and the powers of the base kept for that. */
#define kWindow 4
#define kPowers (1 << kWindow)

typedef struct {
	const uint32_t *m;
	size_t n;
	/* -1 / m mod 2^32 */
	uint32_t inverse;
	/* n + 2 words of scratch */
	uint32_t *t;
} Modulus;

static void readWords(uint32_t *words, size_t n, const uint8_t *bytes)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const uint8_t *b = bytes + (n - 1 - i) * 4;
		words[i] = ((uint32_t)b[0] << 24) | ((uint32_t)b[1] << 16) | ((uint32_t)b[2] << 8) | b[3];
	}
}

static void writeWords(uint8_t *bytes, const uint32_t *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint8_t *b = bytes + (n - 1 - i) * 4;
		b[0] = (uint8_t)(words[i] >> 24);
		b[1] = (uint8_t)(words[i] >> 16);
		b[2] = (uint8_t)(words[i] >> 8);
		b[3] = (uint8_t)words[i];
	}
}

/* r = t - m where t, with the word above it, is not less than m; else r = t. Both ways cost the same. */
static void reduceOnce(uint32_t *r, const uint32_t *t, uint32_t above, const Modulus *modulus)
{
	size_t i;
	uint32_t borrow = 0, keep;

	for (i = 0; i < modulus->n; i++) {
		uint64_t difference = (uint64_t)t[i] - modulus->m[i] - borrow;
		borrow = (uint32_t)(difference >> 32) & 1;
	}
	keep = 0 - (uint32_t)(borrow & (above ^ 1));
	borrow = 0;
	for (i = 0; i < modulus->n; i++) {
		uint64_t difference = (uint64_t)t[i] - (modulus->m[i] & ~keep) - borrow;
		r[i] = (uint32_t)difference;
		borrow = (uint32_t)(difference >> 32) & 1;
	}
}

/* r = a * b / 2^(32 n) mod m (Montgomery 1985; word by word, "CIOS"). r may be a or b. */
static void multiply(uint32_t *r, const uint32_t *a, const uint32_t *b, const Modulus *modulus)
{
	const uint32_t *m = modulus->m;
	uint32_t *t = modulus->t;
	size_t i, j, n = modulus->n;

	memset(t, 0, (n + 2) * sizeof(uint32_t));
	for (i = 0; i < n; i++) {
		uint32_t q, word = b[i];
		uint64_t sum = 0;

		for (j = 0; j < n; j++) {
			sum += (uint64_t)a[j] * word + t[j];
			t[j] = (uint32_t)sum;
			sum >>= 32;
		}
		sum += t[n];
		t[n] = (uint32_t)sum;
		t[n + 1] = (uint32_t)(sum >> 32);

		q = t[0] * modulus->inverse;
		sum = ((uint64_t)q * m[0] + t[0]) >> 32;
		for (j = 1; j < n; j++) {
			sum += (uint64_t)q * m[j] + t[j];
			t[j - 1] = (uint32_t)sum;
			sum >>= 32;
		}
		sum += t[n];
		t[n - 1] = (uint32_t)sum;
		t[n] = t[n + 1] + (uint32_t)(sum >> 32);
	}
	reduceOnce(r, t, t[n], modulus);
}

/* r = 2 r mod m */
static void twice(uint32_t *r, const Modulus *modulus)
{
	size_t i;
	uint32_t carry = 0;

	for (i = 0; i < modulus->n; i++) {
		uint32_t word = r[i];
		r[i] = (word << 1) | carry;
		carry = word >> 31;
	}
	reduceOnce(r, r, carry, modulus);
}

/* r = powers[index], by looking at all of them: the cache shall not tell which one it was. */
static void choose(uint32_t *r, const uint32_t *powers, uint32_t index, size_t n)
{
	uint32_t i;
	size_t j;

	memset(r, 0, n * sizeof(uint32_t));
	for (i = 0; i < kPowers; i++) {
		uint32_t difference = i ^ index;
		uint32_t mask = ((difference | (0 - difference)) >> 31) - 1;
		for (j = 0; j < n; j++)
			r[j] |= powers[i * n + j] & mask;
	}
}

static uint32_t negativeInverse(uint32_t m)
{
	uint32_t x = m;
	int i;

	/* Newton: each step doubles the bits that are right, beginning with 3. */
	for (i = 0; i < 4; i++)
		x *= 2 - m * x;
	return 0 - x;
}

static void power(uint32_t *r, const uint32_t *base, const Modulus *modulus, const uint8_t *exponent,
	size_t exponentLength, uint32_t *powers, uint32_t *chosen)
{
	size_t i, n = modulus->n;
	int half;

	/* powers[0] = 2^(32 n), powers[1] = base 2^(32 n), both mod m; r = 2^(64 n) mod m on the way. */
	memset(r, 0, n * sizeof(uint32_t));
	r[0] = 1;
	for (i = 0; i < n * 32; i++)
		twice(r, modulus);
	memcpy(powers, r, n * sizeof(uint32_t));
	for (i = 0; i < n * 32; i++)
		twice(r, modulus);
	multiply(powers + n, base, r, modulus);
	for (i = 2; i < kPowers; i++)
		multiply(powers + i * n, powers + (i - 1) * n, powers + n, modulus);

	memcpy(r, powers, n * sizeof(uint32_t));
	for (i = 0; i < exponentLength; i++) {
		for (half = kWindow; half >= 0; half -= kWindow) {
			int square;

			for (square = 0; square < kWindow; square++)
				multiply(r, r, r, modulus);
			choose(chosen, powers, (exponent[i] >> half) & (kPowers - 1), n);
			multiply(r, r, chosen, modulus);
		}
	}
	memset(chosen, 0, n * sizeof(uint32_t));
	chosen[0] = 1;
	multiply(r, r, chosen, modulus);
}

int thingsmithModularPower(uint8_t *result, const uint8_t *base, const uint8_t *modulus, size_t length,
	const uint8_t *exponent, size_t exponentLength)
{
	size_t i, n = length / 4, words = n * (kPowers + 4) + n + 2;
	uint32_t *memory, *m, *a, *r, *chosen, *t;
	volatile uint32_t *wipe;
	Modulus odd;

	if (length == 0 || length % 4 || length > kLongest || !(modulus[length - 1] & 1) || memcmp(base, modulus, length) >= 0)
		return -1;
	memory = malloc(words * sizeof(uint32_t));
	if (memory == NULL)
		return -1;
	m = memory + n * kPowers;
	a = m + n;
	r = a + n;
	chosen = r + n;
	t = chosen + n;
	readWords(m, n, modulus);
	readWords(a, n, base);
	odd.m = m;
	odd.n = n;
	odd.inverse = negativeInverse(m[0]);
	odd.t = t;
	power(r, a, &odd, exponent, exponentLength, memory, chosen);
	writeWords(result, r, n);
	/* It held a private key. */
	for (wipe = memory, i = 0; i < words; i++)
		wipe[i] = 0;
	free(memory);
	return 0;
}

#endif
