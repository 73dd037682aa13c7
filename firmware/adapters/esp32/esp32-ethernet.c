#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"
#include "mc.defines.h"
#include "sdkconfig.h"

#include "esp_netif.h"

/* Boards of the SDK with the ESP32's own MAC say so in `defines.ethernet`; openeth is the MAC of QEMU. */
#if CONFIG_ETH_USE_ESP32_EMAC && defined(MODDEF_ETHERNET_INTERNAL_PHY_ADDRESS)
	#define kWired 1
#elif CONFIG_ETH_USE_OPENETH
	#define kWired 1
#else
	#define kWired 0
#endif

#if kWired

#include "esp_eth.h"
#include "esp_eth_driver.h"
#include "esp_event.h"
#if CONFIG_ETH_USE_OPENETH
	#include "esp_eth_mac_openeth.h"
#endif

extern void thingsmith_set_address(xsMachine *the, esp_netif_t *netif);

/* Written by ESP-IDF's event task, read by the machine's, which polls. */
static volatile uint8_t gLinked, gAddressed;
static esp_netif_t *gNetif;

static void onEthernetEvent(void *context, esp_event_base_t base, int32_t event, void *data)
{
	if (event == ETHERNET_EVENT_CONNECTED)
		gLinked = 1;
	else if ((event == ETHERNET_EVENT_DISCONNECTED) || (event == ETHERNET_EVENT_STOP))
		gLinked = gAddressed = 0;
}

static void onAddressEvent(void *context, esp_event_base_t base, int32_t event, void *data)
{
	if (event == IP_EVENT_ETH_GOT_IP)
		gAddressed = 1;
	else if (event == IP_EVENT_ETH_LOST_IP)
		gAddressed = 0;
}

static esp_eth_mac_t *newMac(void)
{
	eth_mac_config_t config = ETH_MAC_DEFAULT_CONFIG();
#if CONFIG_ETH_USE_OPENETH
	return esp_eth_mac_new_openeth(&config);
#else
	eth_esp32_emac_config_t chip = ETH_ESP32_EMAC_DEFAULT_CONFIG();
	chip.smi_gpio.mdc_num = MODDEF_ETHERNET_INTERNAL_MAC_MDC;
	chip.smi_gpio.mdio_num = MODDEF_ETHERNET_INTERNAL_MAC_MDIO;
	return esp_eth_mac_new_esp32(&chip, &config);
#endif
}

static esp_eth_phy_t *newPhy(void)
{
	eth_phy_config_t config = ETH_PHY_DEFAULT_CONFIG();
#if CONFIG_ETH_USE_OPENETH
	config.autonego_timeout_ms = 100;
#else
	config.phy_addr = MODDEF_ETHERNET_INTERNAL_PHY_ADDRESS;
	config.reset_gpio_num = MODDEF_ETHERNET_INTERNAL_PHY_RESET;
#endif
	return esp_eth_phy_new_generic(&config);
}

static esp_err_t start(xsMachine *the)
{
	static esp_eth_handle_t handle;
	esp_netif_config_t config = ESP_NETIF_DEFAULT_ETH();
	esp_err_t error;

	if (handle)
		return ESP_OK;
	if ((error = esp_netif_init()))
		return error;
	error = esp_event_loop_create_default();
	if (error && (error != ESP_ERR_INVALID_STATE))
		return error;
	if (!gNetif && !(gNetif = esp_netif_new(&config)))
		return ESP_ERR_NO_MEM;
	esp_eth_config_t driver = ETH_DEFAULT_CONFIG(newMac(), newPhy());
	if (!driver.mac || !driver.phy)
		return ESP_ERR_NO_MEM;
	if ((error = esp_eth_driver_install(&driver, &handle)))
		return error;
	if ((error = esp_netif_attach(gNetif, esp_eth_new_netif_glue(handle))) ||
		(error = esp_event_handler_register(ETH_EVENT, ESP_EVENT_ANY_ID, onEthernetEvent, NULL)) ||
		(error = esp_event_handler_register(IP_EVENT, ESP_EVENT_ANY_ID, onAddressEvent, NULL)))
		return error;
	thingsmith_set_address(the, gNetif);
	return esp_eth_start(handle);
}

/* (address, netmask, gateway, dns), or nothing for DHCP. Addresses are set once, at the first start. Returns false on a board without Ethernet. */
void xs_thingsmith_ethernet_start(xsMachine *the)
{
	esp_err_t error = start(the);

	if (error)
		xsUnknownError("%s", (char *)esp_err_to_name(error));
	xsmcSetTrue(xsResult);
}

/* Bit 1: the cable is in, 2: addressed. */
void xs_thingsmith_ethernet_state(xsMachine *the)
{
	xsmcSetInteger(xsResult, (gLinked << 1) | (gAddressed << 2));
}

#else

void xs_thingsmith_ethernet_start(xsMachine *the)
{
	xsmcSetFalse(xsResult);
}

void xs_thingsmith_ethernet_state(xsMachine *the)
{
	xsmcSetInteger(xsResult, 0);
}

#endif
