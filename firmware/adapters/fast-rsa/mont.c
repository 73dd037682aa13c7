#include "xsmc.h"
#include "xsHost.h"
#include "modular-power.h"

/* (result, base, modulus, exponent): buffers as modular-power.h wants them. */
void xs_thingsmith_modular_power(xsMachine *the)
{
	void *result, *base, *modulus, *exponent;
	xsUnsignedValue resultLength, baseLength, modulusLength, exponentLength;

	xsmcGetBufferWritable(xsArg(0), &result, &resultLength);
	xsmcGetBufferReadable(xsArg(1), &base, &baseLength);
	xsmcGetBufferReadable(xsArg(2), &modulus, &modulusLength);
	xsmcGetBufferReadable(xsArg(3), &exponent, &exponentLength);
	if (resultLength != modulusLength || baseLength != modulusLength)
		xsRangeError("lengths differ");
	if (thingsmithModularPower(result, base, modulus, modulusLength, exponent, exponentLength))
		xsUnknownError("no modular power: bad modulus, or memory is short");
}
