#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"
#include "sdkconfig.h"

#include "esp_mac.h"
#include "esp_system.h"
#include "esp_task_wdt.h"
#include <stdio.h>

void xs_thingsmith_board_model(xsMachine *the)
{
	xsmcSetString(xsResult, CONFIG_IDF_TARGET);
}

/* The base MAC address of the chip's eFuses, 12 hexadecimal digits. */
void xs_thingsmith_board_serial(xsMachine *the)
{
	uint8_t mac[6] = {0};
	char text[13];

	esp_efuse_mac_get_default(mac);
	snprintf(text, sizeof(text), "%02x%02x%02x%02x%02x%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	xsmcSetString(xsResult, text);
}

/* esp_reset_reason_t */
void xs_thingsmith_board_reset_reason(xsMachine *the)
{
	xsmcSetInteger(xsResult, esp_reset_reason());
}

/* (milliseconds). The first call starts the watchdog. Returns false where it does not start. */
void xs_thingsmith_board_feed(xsMachine *the)
{
	static esp_task_wdt_user_handle_t user;

	if (!user) {
		esp_task_wdt_config_t config = {
			.timeout_ms = xsmcToInteger(xsArg(0)),
			.idle_core_mask = 0,	/* a core may be busy with cryptography for seconds */
			.trigger_panic = true,
		};
		esp_err_t error = esp_task_wdt_init(&config);
		if (error == ESP_ERR_INVALID_STATE)
			error = esp_task_wdt_reconfigure(&config);
		if (error || esp_task_wdt_add_user("thingsmith", &user)) {
			user = NULL;
			xsmcSetFalse(xsResult);
			return;
		}
	}
	xsmcSetBoolean(xsResult, esp_task_wdt_reset_user(user) == ESP_OK);
}
