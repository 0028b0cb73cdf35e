// What Embedded Swift needs from a C library, for a module without one. A page runs for days, so freed memory is
// reused: block sizes are powers of two, and each size keeps a list of its free blocks.
typedef __SIZE_TYPE__ size_t;
typedef unsigned long long u64;

enum { HEADER = 16, CLASSES = 28 };

extern unsigned char __heap_base;
static size_t top;
static void *spare[CLASSES];

static size_t block_size(int class) { return (size_t)32 << class; }

int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment > HEADER) return 22;
    int class = 0;
    while (class < CLASSES && block_size(class) < size + HEADER) class++;
    if (class == CLASSES) return 12;
    void *block = spare[class];
    if (block) {
        spare[class] = *(void **)block;
    } else {
        if (top == 0) top = ((size_t)&__heap_base + HEADER - 1) & ~(size_t)(HEADER - 1);
        size_t end = top + block_size(class);
        size_t pages = (end + 65535) / 65536, have = __builtin_wasm_memory_size(0);
        if (pages > have && __builtin_wasm_memory_grow(0, pages - have) == (size_t)-1) return 12;
        block = (void *)(top + HEADER);
        *(int *)top = class;
        top = end;
    }
    *result = block;
    return 0;
}

void free(void *block) {
    if (!block) return;
    int class = *(int *)((size_t)block - HEADER);
    *(void **)block = spare[class];
    spare[class] = block;
}

// Seeds the hashes of sets and dictionaries; nothing here depends on their order or guards a secret.
void arc4random_buf(void *buffer, size_t count) {
    for (size_t i = 0; i < count; i++) ((unsigned char *)buffer)[i] = (unsigned char)(i * 151 + 7);
}

void *memset(void *to, int value, size_t count) {
    for (volatile unsigned char *byte = to; count > 0; count--) *byte++ = (unsigned char)value;
    return to;
}

void *memmove(void *to, const void *from, size_t count) {
    volatile unsigned char *out = to;
    const unsigned char *in = from;
    if ((size_t)to < (size_t)from) for (size_t i = 0; i < count; i++) out[i] = in[i];
    else for (size_t i = count; i > 0; i--) out[i - 1] = in[i - 1];
    return to;
}

void *memcpy(void *to, const void *from, size_t count) { return memmove(to, from, count); }

struct wide { u64 low, high; };

// The product of two 128-bit numbers, which checked 64-bit multiplication needs.
struct wide __multi3(u64 a, u64 a_high, u64 b, u64 b_high) {
    u64 low = (a & 0xFFFFFFFFu) * (b & 0xFFFFFFFFu), left = (a >> 32) * (b & 0xFFFFFFFFu);
    u64 right = (a & 0xFFFFFFFFu) * (b >> 32);
    u64 middle = (low >> 32) + (left & 0xFFFFFFFFu) + (right & 0xFFFFFFFFu);
    u64 high = (a >> 32) * (b >> 32) + (left >> 32) + (right >> 32) + (middle >> 32);
    return (struct wide){(low & 0xFFFFFFFFu) | middle << 32, high + a * b_high + a_high * b};
}
