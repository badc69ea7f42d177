/* Runs a fuzz target over files, where there is no fuzzer: each a crash that was found
 * once, or a seed; and over each of them changed a little, always in the same way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { MOST_BYTES = 1 << 20, CHANGES_PER_FILE = 20 };

/* splitmix64 (Steele, Lea, Flood 2014): the changes are the same in every run. */
static uint64_t
next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/* Overwrites, cuts out or repeats a few bytes; n at least 2. */
static size_t
change(uint8_t *bytes, size_t n, uint64_t *state)
{
    static const char marks[] = "{}[]:,-#&*!|>'\"%@`$~ \t\n\r\\0129.eE\xff\xc3";
    size_t at = (size_t) (next(state) % n);
    size_t length = (size_t) (next(state) % 16) + 1;
    switch (next(state) % 3) {
    case 0:
        bytes[at] = (uint8_t) marks[next(state) % (sizeof marks - 1)];
        return n;
    case 1:
        length = length > n - at ? n - at : length;
        memmove(bytes + at, bytes + at + length, n - at - length);
        return n - length;
    default:
        length = length > n - at ? n - at : length;
        memmove(bytes + at + length, bytes + at, n - at);
        return n + length;
    }
}

static int
replay(const char *path, uint64_t seed)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(MOST_BYTES);
    uint8_t *changed = malloc(MOST_BYTES + 16 * CHANGES_PER_FILE);
    int code = EXIT_FAILURE;
    if (file != NULL && bytes != NULL && changed != NULL) {
        size_t n = fread(bytes, 1, MOST_BYTES, file);
        (void) LLVMFuzzerTestOneInput(bytes, n);
        for (int i = 0; i < CHANGES_PER_FILE; i++) {
            size_t m = n;
            memcpy(changed, bytes, n);
            for (int j = 0; j <= i && m > 1; j++) {
                m = change(changed, m, &seed);
            }
            (void) LLVMFuzzerTestOneInput(changed, m);
        }
        code = EXIT_SUCCESS;
    } else {
        perror(path);
    }
    free(changed);
    free(bytes);
    if (file != NULL) {
        (void) fclose(file);
    }
    return code;
}

int
main(int argc, char **argv)
{
    int code = EXIT_SUCCESS;
    uint64_t n_files = 0;
    for (int i = 1; i < argc; i++) {
        struct dirent **entries = NULL;
        int n = scandir(argv[i], &entries, NULL, alphasort);
        if (n < 0) {
            perror(argv[i]);
            return EXIT_FAILURE;
        }
        for (int j = 0; j < n; j++) {
            char path[4096];
            (void) snprintf(path, sizeof path, "%s/%s", argv[i], entries[j]->d_name);
            if (entries[j]->d_name[0] != '.') { /* a folder has no bytes */
                code = replay(path, n_files) == EXIT_SUCCESS ? code : EXIT_FAILURE;
                n_files++;
            }
            free(entries[j]);
        }
        free(entries);
    }
    (void) printf("%llu files\n", (unsigned long long) n_files);
    return n_files == 0 ? EXIT_FAILURE : code;
}
