#include "modular-power.h"

#include <stdio.h>
#include <string.h>

/* Lines of three hexadecimal numbers: base, modulus (as long), exponent. Answers with one line each. */
static size_t readHex(const char *text, uint8_t *bytes)
{
	size_t length = strlen(text) / 2, i;

	for (i = 0; i < length; i++) {
		unsigned int byte;
		sscanf(text + i * 2, "%2x", &byte);
		bytes[i] = (uint8_t)byte;
	}
	return length;
}

int main(void)
{
	static char base[1100], modulus[1100], exponent[1100];
	static uint8_t b[550], m[550], e[550], r[550];

	while (scanf("%1099s %1099s %1099s", base, modulus, exponent) == 3) {
		size_t length = readHex(modulus, m), exponentLength = readHex(exponent, e), i;

		readHex(base, b);
		if (thingsmithModularPower(r, b, m, length, e, exponentLength))
			printf("refused");
		else
			for (i = 0; i < length; i++)
				printf("%02x", r[i]);
		printf("\n");
	}
	return 0;
}
