#ifndef THINGSMITH_MODULAR_POWER_H
#define THINGSMITH_MODULAR_POWER_H

#include <stddef.h>
#include <stdint.h>

/*
	result = base ^ exponent mod modulus; all big-endian, `length` bytes each but the exponent. The modulus is odd and greater than 1, the
	base less than the modulus, `length` a multiple of 4 up to 512. Returns 0, or -1 where memory is short or an argument is none of that.
	The time it takes depends on lengths, not on values.
*/
int thingsmithModularPower(uint8_t *result, const uint8_t *base, const uint8_t *modulus, size_t length,
	const uint8_t *exponent, size_t exponentLength);

#endif
