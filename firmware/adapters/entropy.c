#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#if defined(ESP32) && ESP32
	#include "esp_random.h"
#elif defined(_WIN32)
	#define RtlGenRandom SystemFunction036
	BOOLEAN NTAPI RtlGenRandom(PVOID, ULONG);
	#pragma comment(lib, "advapi32.lib")
#elif defined(__APPLE__)
	#include <sys/random.h>
#else
	#include <unistd.h>
#endif

/* Longest request getentropy() takes at once. */
#define kStep 256

static int fillEntropy(uint8_t *bytes, xsUnsignedValue length)
{
#if defined(ESP32) && ESP32
	/* True entropy while the radio runs (ESP-IDF, "Random Number Generation"). */
	esp_fill_random(bytes, length);
	return 0;
#elif defined(_WIN32)
	return RtlGenRandom(bytes, length) ? 0 : -1;
#else
	while (length > 0) {
		xsUnsignedValue step = length < kStep ? length : kStep;
		if (getentropy(bytes, step))
			return -1;
		bytes += step;
		length -= step;
	}
	return 0;
#endif
}

void xs_thingsmith_entropy(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue length;

	xsmcGetBufferWritable(xsArg(0), &bytes, &length);
	if (fillEntropy(bytes, length))
		xsUnknownError("the operating system gave no random bytes");
}
