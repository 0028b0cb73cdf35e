/* What the door page calls: it asks where to put a picture, puts it there, and asks what the picture says.
 *
 *   frame(width, height)  where width × height bytes of grey (0 black, 255 white) go, row by row; 0 if that is too large
 *   decode()              the length of the text of a QR code in that picture, in bytes; 0 if it shows none
 *   text()                where that text is, until the next call of decode
 */
#include <stdint.h>
#include <stdlib.h>
#include <zbar.h>

#define EXPORTED(name) __attribute__((export_name(name)))

enum { side_max = 4096 };

/* "Y800", a picture of grey bytes. */
static const unsigned long grey_format = 0x30303859;

static zbar_image_scanner_t *scanner;
static zbar_image_t *image;
static uint8_t *grey;
static unsigned width, height;
static const char *found;

EXPORTED("frame") uint8_t *frame(unsigned new_width, unsigned new_height) {
    if (new_width == 0 || new_height == 0 || new_width > side_max || new_height > side_max) return NULL;
    if (scanner == NULL) {
        scanner = zbar_image_scanner_create();
        image = zbar_image_create();
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
        zbar_image_set_format(image, grey_format);
    }
    if (new_width != width || new_height != height) {
        free(grey);
        grey = malloc((size_t)new_width * new_height);
        width = grey == NULL ? 0 : new_width;
        height = grey == NULL ? 0 : new_height;
        zbar_image_set_size(image, width, height);
        zbar_image_set_data(image, grey, (unsigned long)width * height, NULL);
    }
    return grey;
}

EXPORTED("decode") unsigned decode(void) {
    found = NULL;
    if (grey == NULL || zbar_scan_image(scanner, image) <= 0) return 0;
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    found = zbar_symbol_get_data(symbol);
    return zbar_symbol_get_data_length(symbol);
}

EXPORTED("text") const char *text(void) { return found; }
