#pragma once

#include <zbar.h>

/// "Y800" of zbar_fourcc, a macro that Swift does not see: a picture of grey bytes.
static inline unsigned long zbar_format_grey(void) { return zbar_fourcc('Y', '8', '0', '0'); }
