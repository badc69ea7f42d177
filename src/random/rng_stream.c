/* Named random streams as a gsl_rng_type.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rng_stream.h"

typedef struct stream_state {
    suf_rng_key key;
    uint64_t purpose, entity;
    uint64_t next_block;
    suf_rng_block block;
    uint64_t n_taken; /* words of `block` already given; 4: none left */
} stream_state;

static uint64_t
take_word(void *vstate)
{
    stream_state *state = vstate;
    if (state->n_taken == 4) {
        state->block =
            suf_rng_draw(state->key, state->next_block++, state->entity, state->purpose);
        state->n_taken = 0;
    }
    return state->block.word[state->n_taken++];
}

static void
stream_set(void *vstate, unsigned long seed)
{
    stream_state *state = vstate;
    *state = (stream_state){.key = {.seed = seed}, .n_taken = 4};
}

static unsigned long
stream_get(void *vstate)
{
    return take_word(vstate);
}

static double
stream_get_double(void *vstate)
{
    /* GSL wants [0, 1): the open interval is inside it. */
    return suf_rng_uniform(take_word(vstate));
}

const gsl_rng_type *
suf_rng_type(void)
{
    static const gsl_rng_type type = {.name = "philox4x64-10",
        .max = UINT64_MAX,
        .min = 0,
        .size = sizeof(stream_state),
        .set = stream_set,
        .get = stream_get,
        .get_double = stream_get_double};
    return &type;
}

void
suf_rng_name(gsl_rng *rng, suf_rng_key key, uint64_t purpose, uint64_t entity)
{
    suf_bug_unless(rng->type == suf_rng_type());
    stream_state *state = rng->state;
    *state =
        (stream_state){.key = key, .purpose = purpose, .entity = entity, .n_taken = 4};
}
