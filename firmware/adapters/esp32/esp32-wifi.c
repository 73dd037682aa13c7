#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "esp_event.h"
#include "esp_netif.h"
#include "esp_wifi.h"
#include <string.h>

/* Written by ESP-IDF's event task, read by the machine's, which polls. */
static volatile uint8_t gBusy;      /* between esp_wifi_connect and the end of that connection */
static volatile uint8_t gJoined;
static volatile uint8_t gAddressed;
static volatile uint8_t gReason;    /* wifi_err_reason_t of the last end; 0: none */
static esp_netif_t *gStation;

static void onWifiEvent(void *context, esp_event_base_t base, int32_t event, void *data)
{
	if (event == WIFI_EVENT_STA_CONNECTED)
		gJoined = 1;
	else if (event == WIFI_EVENT_STA_DISCONNECTED) {
		gJoined = gAddressed = 0;
		gReason = ((wifi_event_sta_disconnected_t *)data)->reason;
		gBusy = 0;
	}
}

static void onAddressEvent(void *context, esp_event_base_t base, int32_t event, void *data)
{
	if (event == IP_EVENT_STA_GOT_IP)
		gAddressed = 1;
	else if (event == IP_EVENT_STA_LOST_IP)
		gAddressed = 0;
}

/* Switches the radio on; it joins nothing. May be called again, also by entropy.c. Returns ESP_OK or why not. */
esp_err_t thingsmith_radio_start(void)
{
	static uint8_t started;
	wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();
	esp_err_t error;

	if (started)
		return ESP_OK;
	if ((error = esp_netif_init()))
		return error;
	error = esp_event_loop_create_default();
	if (error && (error != ESP_ERR_INVALID_STATE))
		return error;
	if (!gStation && !(gStation = esp_netif_create_default_wifi_sta()))
		return ESP_ERR_NO_MEM;
	/* What is joined is in the identity partition, and nowhere else. */
	config.nvs_enable = 0;
	if ((error = esp_wifi_init(&config)))
		return error;
	if (!(error = esp_wifi_set_storage(WIFI_STORAGE_RAM)) &&
		!(error = esp_wifi_set_mode(WIFI_MODE_STA)) &&
		!(error = esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, onWifiEvent, NULL)) &&
		!(error = esp_event_handler_register(IP_EVENT, ESP_EVENT_ANY_ID, onAddressEvent, NULL)) &&
		!(error = esp_wifi_start())) {
		started = 1;
		return ESP_OK;
	}
	esp_event_handler_unregister(WIFI_EVENT, ESP_EVENT_ANY_ID, onWifiEvent);
	esp_event_handler_unregister(IP_EVENT, ESP_EVENT_ANY_ID, onAddressEvent);
	esp_wifi_deinit();
	return error;
}

static void check(xsMachine *the, esp_err_t error)
{
	if (error)
		xsUnknownError("%s", (char *)esp_err_to_name(error));
}

void xs_thingsmith_wifi_start(xsMachine *the)
{
	check(the, thingsmith_radio_start());
}

/* (ssid, password): the radio is on. */
void xs_thingsmith_wifi_join(xsMachine *the)
{
	char ssid[sizeof(((wifi_sta_config_t *)0)->ssid) + 1];
	char password[sizeof(((wifi_sta_config_t *)0)->password) + 1];
	wifi_config_t config = {0};
	esp_err_t error;

	xsmcToStringBuffer(xsArg(0), ssid, sizeof(ssid));
	xsmcToStringBuffer(xsArg(1), password, sizeof(password));
	memcpy(config.sta.ssid, ssid, strlen(ssid));
	memcpy(config.sta.password, password, strlen(password));
	/* All channels, and asking for the name, which finds hidden networks as well. */
	config.sta.scan_method = WIFI_ALL_CHANNEL_SCAN;
	config.sta.sort_method = WIFI_CONNECT_AP_BY_SIGNAL;
	/* Who has a password shall not be lured into an open network of the same name. */
	config.sta.threshold.authmode = password[0] ? WIFI_AUTH_WPA2_PSK : WIFI_AUTH_OPEN;
	config.sta.sae_pwe_h2e = WPA3_SAE_PWE_BOTH;
	error = esp_wifi_set_config(WIFI_IF_STA, &config);
	memset(&config, 0, sizeof(config));
	memset(password, 0, sizeof(password));
	check(the, error);
	gReason = 0;
	gBusy = 1;
	error = esp_wifi_connect();
	if (error)
		gBusy = 0;
	check(the, error);
}

/* Ends what is joined or being joined; `busy` tells when that is done. */
void xs_thingsmith_wifi_leave(xsMachine *the)
{
	if (gBusy)
		esp_wifi_disconnect();
}

/* Bit 0: busy, 1: joined, 2: addressed; from bit 8 the reason of the last end. */
void xs_thingsmith_wifi_state(xsMachine *the)
{
	xsmcSetInteger(xsResult, gBusy | (gJoined << 1) | (gAddressed << 2) | (gReason << 8));
}

static void parseAddress(xsMachine *the, xsSlot *text, esp_ip4_addr_t *address)
{
	check(the, esp_netif_str_to_ip4(xsmcToString(*text), address));
}

/* (address, netmask, gateway, dns), or nothing for DHCP: for a station or an Ethernet port, before it is joined. */
void thingsmith_set_address(xsMachine *the, esp_netif_t *netif)
{
	esp_netif_ip_info_t info = {0};
	esp_netif_dns_info_t dns = {0};
	esp_err_t error;

	if (xsmcArgc < 4) {
		error = esp_netif_dhcpc_start(netif);
		check(the, error == ESP_ERR_ESP_NETIF_DHCP_ALREADY_STARTED ? ESP_OK : error);
		return;
	}
	parseAddress(the, &xsArg(0), &info.ip);
	parseAddress(the, &xsArg(1), &info.netmask);
	parseAddress(the, &xsArg(2), &info.gw);
	parseAddress(the, &xsArg(3), &dns.ip.u_addr.ip4);
	dns.ip.type = ESP_IPADDR_TYPE_V4;
	error = esp_netif_dhcpc_stop(netif);
	check(the, error == ESP_ERR_ESP_NETIF_DHCP_ALREADY_STOPPED ? ESP_OK : error);
	check(the, esp_netif_set_ip_info(netif, &info));
	check(the, esp_netif_set_dns_info(netif, ESP_NETIF_DNS_MAIN, &dns));
}

void xs_thingsmith_wifi_address(xsMachine *the)
{
	thingsmith_set_address(the, gStation);
}
