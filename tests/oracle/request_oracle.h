/* The requests of exogenous streams by definition, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every candidate up to the highest rate that a stream ever has is drawn, and asked if
 * its mark is below the rate at its time. The names of the draws are the engine's
 * (design, section 4), written down a second time. */
#ifndef SUF_TESTS_REQUEST_ORACLE_H
#define SUF_TESTS_REQUEST_ORACLE_H

#include <stddef.h>
#include <stdint.h>

#include "model/model.h"
#include "model/parameters.h"
#include "random/rng_stream.h"

typedef struct oracle_request {
    double time_days;
    uint64_t name, stay_word;
    uint32_t stream;
} oracle_request;

/* Starts from {0}; items are released with free. */
typedef struct oracle_requests {
    oracle_request *items;
    size_t n, capacity;
} oracle_requests;

/* Adds the requests of all streams over the run, stream by stream; those that come at one
 * time are in the order of their streams. Ends the program when memory is out. */
void request_oracle_draw(const suf_model *model, const suf_parameters *parameters,
    suf_rng_key key, oracle_requests *requests);

#endif
