/* Tests of packed chunks. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/chunk.h"

enum { MOST = 100, N_KINDS = 3 * SUF_N_UNIFORM_CHUNKS };

/* Packs values with a packer that has packed others, and compares with a new one. */
static void
check_packed(suf_packer *packer, const double *values, size_t n)
{
    suf_packer fresh;
    unsigned char packed[2][4 * MOST * sizeof(double)];
    unsigned char scratch[MOST * sizeof(double)];
    double unpacked[MOST];
    size_t packed_bytes[2] = {0, 0};
    assert_int_equal(suf_packer_init(&fresh, MOST), SUF_OK);
    assert_int_equal(
        suf_packer_pack(packer, values, n, packed[0], sizeof packed[0], &packed_bytes[0]),
        SUF_OK);
    assert_int_equal(
        suf_packer_pack(&fresh, values, n, packed[1], sizeof packed[1], &packed_bytes[1]),
        SUF_OK);
    assert_int_equal(packed_bytes[0], packed_bytes[1]);
    assert_memory_equal(packed[0], packed[1], packed_bytes[0]);
    assert_int_equal(
        suf_chunk_unpack(packed[0], packed_bytes[0], unpacked, n, scratch), SUF_OK);
    assert_memory_equal(unpacked, values, n * sizeof *values);
    suf_packer_free(&fresh);
}

static void
chunks_of_one_value_are_packed_as_by_a_new_packer(void **state)
{
    (void) state;
    suf_packer packer;
    assert_int_equal(suf_packer_init(&packer, MOST), SUF_OK);
    const double kinds[] = {(double) NAN, 0, -0.0, 1, -(double) NAN, (double) INFINITY};
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < N_KINDS; i++) {
            double values[MOST];
            size_t n = MOST - i / 6 - round % 2;
            for (size_t j = 0; j < n; j++) {
                values[j] = kinds[i % 6];
            }
            check_packed(&packer, values, n);
            check_packed(&packer, values, n);
            values[n - 1] = 7; /* no longer of one value */
            check_packed(&packer, values, n);
            check_packed(&packer, values, 1);
        }
    }
    suf_packer_free(&packer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_of_one_value_are_packed_as_by_a_new_packer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
