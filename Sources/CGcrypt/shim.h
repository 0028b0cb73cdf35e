#pragma once

#include <gcrypt.h>

/* Variadic functions do not reach Swift; this calls the one that is needed. */

/* To be called once, before anything is hashed (Libgcrypt manual, 2.4). Nothing secret goes through it here. */
static inline int lanyard_gcrypt_start(void) {
    if (gcry_check_version(GCRYPT_VERSION) == NULL) return 0;
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    return 1;
}
