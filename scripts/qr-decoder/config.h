/* What configure would find out: zbar with its QR reader and nothing else, for a machine without threads and files. */
#define ENABLE_QRCODE 1
#define NO_STATS 1
#define HAVE_INTTYPES_H 1
#define HAVE_STDINT_H 1
#define HAVE_STDLIB_H 1
#define HAVE_SYS_TIME_H 1
#define HAVE_UNISTD_H 1
#define ICONV_CONST

/* Asked for by a function that nobody calls. */
#define ZBAR_VERSION_MAJOR 0
#define ZBAR_VERSION_MINOR 0
#define ZBAR_VERSION_PATCH 0
