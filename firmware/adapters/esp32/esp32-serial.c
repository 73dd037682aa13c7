#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "driver/uart.h"
#include "soc/soc_caps.h"
#include "soc/uart_pins.h"
#if SOC_USB_SERIAL_JTAG_SUPPORTED
	/* The SDK's makefile has no include path for this component. */
	#include "esp_driver_usb_serial_jtag/include/driver/usb_serial_jtag.h"
#endif
#include <string.h>

/*
	A board has a USB bridge at UART0, the chip's own USB, or both, and only who plugs it in knows which: everything goes out on both and comes
	in from either.
*/
#define kPort UART_NUM_0
#define kBaud 115200		/* what the ROM speaks */
#define kReceive 4096		/* a third of a second, in which the machine may be busy with cryptography */
#define kTransmit 4096		/* of USB; a line on the UART is out, but for its FIFO, when the call returns: nothing is lost in a crash */
#define kChunk 512

static esp_err_t openUart(void)
{
	uart_config_t config = {
		.baud_rate = kBaud,
		.data_bits = UART_DATA_8_BITS,
		.parity = UART_PARITY_DISABLE,
		.stop_bits = UART_STOP_BITS_1,
		.flow_ctrl = UART_HW_FLOWCTRL_DISABLE,
		.source_clk = UART_SCLK_DEFAULT,
	};
	esp_err_t error;

	if (uart_is_driver_installed(kPort))
		return ESP_OK;
	if ((error = uart_driver_install(kPort, kReceive, 0, 0, NULL, 0)))
		return error;
	if ((error = uart_param_config(kPort, &config)))
		return error;
	return uart_set_pin(kPort, U0TXD_GPIO_NUM, U0RXD_GPIO_NUM, UART_PIN_NO_CHANGE, UART_PIN_NO_CHANGE);
}

/* False where the line belongs to the debugger. */
static uint8_t openLine(void)
{
#ifdef mxDebug
	return 0;
#else
	static uint8_t opened;

	if (!opened) {
		opened = (openUart() == ESP_OK);
	#if SOC_USB_SERIAL_JTAG_SUPPORTED
		usb_serial_jtag_driver_config_t config = { .tx_buffer_size = kTransmit, .rx_buffer_size = kReceive };
		if (!usb_serial_jtag_is_driver_installed())
			usb_serial_jtag_driver_install(&config);
	#endif
	}
	return opened;
#endif
}

/* (text). Waits for the UART, a quarter of a second for the longest line there is. Returns false where the debugger has the line. */
void xs_thingsmith_serial_write(xsMachine *the)
{
	char *text;
	size_t length;

	if (!openLine()) {
		xsmcSetFalse(xsResult);
		return;
	}
	text = xsmcToString(xsArg(0));
	length = strlen(text);
	uart_write_bytes(kPort, text, length);
#if SOC_USB_SERIAL_JTAG_SUPPORTED
	/* Nobody may have opened the port, however well it is plugged in: never wait for a reader. */
	if (usb_serial_jtag_is_connected())
		usb_serial_jtag_write_bytes(text, length, 0);
#endif
	xsmcSetTrue(xsResult);
}

/* Returns what arrived, at most kChunk bytes, or undefined. */
void xs_thingsmith_serial_read(xsMachine *the)
{
	uint8_t bytes[kChunk];
	int count;

	if (!openLine())
		return;
	count = uart_read_bytes(kPort, bytes, sizeof(bytes), 0);
#if SOC_USB_SERIAL_JTAG_SUPPORTED
	if (count <= 0)
		count = usb_serial_jtag_read_bytes(bytes, sizeof(bytes), 0);
#endif
	if (count > 0)
		xsmcSetArrayBuffer(xsResult, bytes, count);
}

/* True where there is a line of our own. */
void xs_thingsmith_serial_open(xsMachine *the)
{
	xsmcSetBoolean(xsResult, openLine());
}
