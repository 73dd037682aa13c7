#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#if defined(ESP32) && ESP32
	#include "sdkconfig.h"
	#include "esp_random.h"
	#include "esp_wifi.h"
	#include "freertos/FreeRTOS.h"
	#include "freertos/task.h"

	/* How long the radio may take to wake up from modem sleep. */
	#define kWakeMs 20

	extern esp_err_t thingsmith_radio_start(void);
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
	/*
		The generator is true only while the radio is on and awake (ESP-IDF, "Random Number Generation"), and keys are made before anything
		is joined. An emulated chip has no radio, and passes on the random numbers of its host.
	*/
	#if !CONFIG_ETH_USE_OPENETH
		wifi_ps_type_t sleep = WIFI_PS_NONE;

		if (thingsmith_radio_start() || esp_wifi_get_ps(&sleep))
			return -1;
		if (sleep != WIFI_PS_NONE) {
			if (esp_wifi_set_ps(WIFI_PS_NONE))
				return -1;
			vTaskDelay(pdMS_TO_TICKS(kWakeMs));
		}
	#endif
	esp_fill_random(bytes, length);
	#if !CONFIG_ETH_USE_OPENETH
		if (sleep != WIFI_PS_NONE)
			esp_wifi_set_ps(sleep);
	#endif
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
		xsUnknownError("the platform gave no random bytes: does the radio start?");
}
