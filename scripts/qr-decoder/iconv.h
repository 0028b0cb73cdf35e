/* No conversion of character sets: what our codes carry is ASCII, and a real iconv would double the decoder's size. */
#pragma once
#include <errno.h>
#include <stddef.h>

typedef void *iconv_t;

static inline iconv_t iconv_open(const char *to, const char *from) {
    (void)to, (void)from;
    errno = EINVAL;
    return (iconv_t)-1;
}

static inline size_t iconv(iconv_t state, char **in, size_t *in_left, char **out, size_t *out_left) {
    (void)state, (void)in, (void)in_left, (void)out, (void)out_left;
    return (size_t)-1;
}

static inline int iconv_close(iconv_t state) {
    (void)state;
    return 0;
}
