#pragma once

#include <gcrypt.h>
#include <string.h>

/* Variadic functions do not reach Swift; these call the ones that are needed. Numbers are big-endian and unsigned. */

/* To be called once, before anything is hashed (Libgcrypt manual, 2.4). Nothing secret goes through it here. */
static inline int lanyard_gcrypt_start(void) {
    if (gcry_check_version(GCRYPT_VERSION) == NULL) return 0;
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    return 1;
}

/* Releases what was built, and says whether the signature holds. */
static inline int lanyard_gcrypt_judge(gcry_sexp_t key, gcry_sexp_t data, gcry_sexp_t signature) {
    int holds = key && data && signature && gcry_pk_verify(signature, data, key) == 0;
    gcry_sexp_release(key);
    gcry_sexp_release(data);
    gcry_sexp_release(signature);
    return holds;
}

/* RSA with the padding of PKCS #1 1.5. The name of the hash is Libgcrypt's. */
static inline int lanyard_gcrypt_verify_rsa(
    const unsigned char *n, size_t n_count, const unsigned char *e, size_t e_count, const char *hash,
    const unsigned char *digest, size_t digest_count, const unsigned char *s, size_t s_count) {
    gcry_sexp_t key = NULL, data = NULL, signature = NULL;
    gcry_sexp_build(&key, NULL, "(public-key(rsa(n%b)(e%b)))", (int)n_count, n, (int)e_count, e);
    gcry_sexp_build(&data, NULL, "(data(flags pkcs1)(hash %s %b))", hash, (int)digest_count, digest);
    gcry_sexp_build(&signature, NULL, "(sig-val(rsa(s%b)))", (int)s_count, s);
    return lanyard_gcrypt_judge(key, data, signature);
}

/* DSA; the digest has been cut to the length of q. */
static inline int lanyard_gcrypt_verify_dsa(
    const unsigned char *p, size_t p_count, const unsigned char *q, size_t q_count, const unsigned char *g,
    size_t g_count, const unsigned char *y, size_t y_count, const unsigned char *digest, size_t digest_count,
    const unsigned char *r, size_t r_count, const unsigned char *s, size_t s_count) {
    gcry_sexp_t key = NULL, data = NULL, signature = NULL;
    gcry_sexp_build(
        &key, NULL, "(public-key(dsa(p%b)(q%b)(g%b)(y%b)))", (int)p_count, p, (int)q_count, q, (int)g_count, g,
        (int)y_count, y);
    gcry_sexp_build(&data, NULL, "(data(flags raw)(value %b))", (int)digest_count, digest);
    gcry_sexp_build(&signature, NULL, "(sig-val(dsa(r%b)(s%b)))", (int)r_count, r, (int)s_count, s);
    return lanyard_gcrypt_judge(key, data, signature);
}

/* ECDSA on a curve of Libgcrypt's name; the digest has been cut to the length of the curve's order. */
static inline int lanyard_gcrypt_verify_ecdsa(
    const char *curve, const unsigned char *point, size_t point_count, const unsigned char *digest,
    size_t digest_count, const unsigned char *r, size_t r_count, const unsigned char *s, size_t s_count) {
    gcry_sexp_t key = NULL, data = NULL, signature = NULL;
    gcry_sexp_build(&key, NULL, "(public-key(ecc(curve %s)(q%b)))", curve, (int)point_count, point);
    gcry_sexp_build(&data, NULL, "(data(flags raw)(value %b))", (int)digest_count, digest);
    gcry_sexp_build(&signature, NULL, "(sig-val(ecdsa(r%b)(s%b)))", (int)r_count, r, (int)s_count, s);
    return lanyard_gcrypt_judge(key, data, signature);
}

/* The order of a curve's group; the number of octets written, 0 for a curve that Libgcrypt does not know. */
static inline size_t lanyard_gcrypt_order(const char *curve, unsigned char *order, size_t room) {
    gcry_ctx_t context = NULL;
    gcry_mpi_t n = NULL;
    size_t written = 0;
    if (gcry_mpi_ec_new(&context, NULL, curve) != 0) return 0;
    n = gcry_mpi_ec_get_mpi("n", context, 1);
    if (n == NULL || gcry_mpi_print(GCRYMPI_FMT_USG, order, room, &written, n) != 0) written = 0;
    gcry_mpi_release(n);
    gcry_ctx_release(context);
    return written;
}
