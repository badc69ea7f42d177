/* Philox against its published known answers, and the streams' names.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Known answers: kat_vectors of Random123 (Salmon et al. 2011), philox4x64 with 10
 * rounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "random/rng_stream.h"

typedef struct known_answer {
    uint64_t counter[4], key[2], words[4];
} known_answer;

static void
philox_gives_the_published_answers(void **state)
{
    (void) state;
    static const known_answer answers[] = {
        {{0, 0, 0, 0}, {0, 0},
            {0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU, 0xd7e772cee186176bU,
                0x7e68b68aec7ba23bU}},
        {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}, {UINT64_MAX, UINT64_MAX},
            {0x87b092c3013fe90bU, 0x438c3c67be8d0224U, 0x9cc7d7c69cd777b6U,
                0xa09caebf594f0ba0U}},
        {{0x243f6a8885a308d3U, 0x13198a2e03707344U, 0xa4093822299f31d0U,
             0x082efa98ec4e6c89U},
            {0x452821e638d01377U, 0xbe5466cf34e90c6cU},
            {0xa528f45403e61d95U, 0x38c72dbd566e9788U, 0xa5a1610e72fd18b5U,
                0x57bd43b5e52b7fe6U}},
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const known_answer *a = &answers[i];
        suf_rng_block block = suf_rng_philox((suf_rng_key){a->key[0], a->key[1]},
            a->counter[0], a->counter[1], a->counter[2], a->counter[3]);
        assert_memory_equal(block.word, a->words, sizeof a->words);
    }
}

static void
a_named_draw_is_philox_of_block_entity_purpose_and_zero(void **state)
{
    (void) state;
    suf_rng_key key = {11, 22};
    suf_rng_block named = suf_rng_draw(key, 3, 4, 5);
    suf_rng_block plain = suf_rng_philox(key, 3, 4, 5, 0);
    assert_memory_equal(named.word, plain.word, sizeof named.word);
}

static void
the_gsl_generator_gives_the_words_of_its_name_in_order(void **state)
{
    (void) state;
    gsl_rng *rng = gsl_rng_alloc(suf_rng_type());
    assert_non_null(rng);
    suf_rng_key key = {1, 2};
    suf_rng_name(rng, key, 33, 44);
    for (uint64_t block = 0; block < 3; block++) {
        suf_rng_block wanted = suf_rng_draw(key, block, 44, 33);
        for (int i = 0; i < 4; i++) {
            assert_true(gsl_rng_get(rng) == wanted.word[i]);
        }
    }
    suf_rng_name(rng, key, 33, 44);
    assert_true(
        gsl_rng_uniform(rng) == suf_rng_uniform(suf_rng_draw(key, 0, 44, 33).word[0]));
    gsl_rng_free(rng);
}

static void
uniforms_lie_strictly_between_zero_and_one(void **state)
{
    (void) state;
    assert_true(suf_rng_uniform(0) > 0);
    assert_true(suf_rng_uniform(UINT64_MAX) < 1);
    double sum = 0;
    enum { N = 100000 };
    for (uint64_t i = 0; i < N; i++) {
        sum += suf_rng_uniform(suf_rng_draw((suf_rng_key){1, 1}, i, 0, 0).word[i % 4]);
    }
    /* Standard error 1 / sqrt(12 N); 4.65 of them. */
    assert_true(sum / N > 0.5 - 4.65 * 0.000913 && sum / N < 0.5 + 4.65 * 0.000913);
}

static void
hashes_of_near_names_differ_and_never_change(void **state)
{
    (void) state;
    assert_true(suf_hash_text("requests/a/1") != suf_hash_text("requests/a/2"));
    assert_true(suf_hash_text("") != suf_hash_text("a"));
    /* Results depend on this value: a change of the hash is a change of every result. */
    assert_true(suf_hash_text("assumption/birth_level") == 0xb651b5b6c2d3c11dU);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_answers),
        cmocka_unit_test(a_named_draw_is_philox_of_block_entity_purpose_and_zero),
        cmocka_unit_test(the_gsl_generator_gives_the_words_of_its_name_in_order),
        cmocka_unit_test(uniforms_lie_strictly_between_zero_and_one),
        cmocka_unit_test(hashes_of_near_names_differ_and_never_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
